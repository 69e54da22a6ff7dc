import type { IndexKey } from '../../design.ts'

/** A column that a rule compares with a constant: what a partial index can stand on. */
export interface Constant {
  readonly column: string
  readonly value: string | number | boolean
}

/** Something that the API, a rule or a key can ask of one table. */
export interface Question {
  readonly table: string
  /**
   * `list` wants rows in order, up to a limit; `lookup` wants the rows of a key; `reference` is asked by
   * PostgreSQL when a parent goes; `unique` is the index of a key itself, in this order of columns.
   */
  readonly kind: 'list' | 'lookup' | 'reference' | 'unique'
  /** Columns compared with one value each. */
  readonly equal: readonly string[]
  /** The order asked for, without the columns of `equal`. */
  readonly sort: readonly IndexKey[]
  /** Those of `equal` whose value is a constant of a rule. */
  readonly constants: readonly Constant[]
  /** How the question reads: `GET /v1/shares?owner&sort=-createdAt`. */
  readonly texts: readonly string[]
}

/** The same questions once each, with all their texts; a list and its reverse are one. */
export function distinctQuestions(questions: readonly Question[]): readonly Question[] {
  const groups = Map.groupBy(questions, keyOf)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const texts = [...new Set(group.flatMap((question) => question.texts))]
    return first === undefined ? [] : [{ ...first, texts }]
  })
}

function keyOf({ table, kind, equal, sort, constants }: Question): string {
  const isFlipped = sort[0]?.descending ?? false
  const order = sort.map(({ column, descending }) => [column, descending !== isFlipped])
  const fixed = kind === 'unique' ? equal : [...equal].sort()
  return JSON.stringify([table, kind, fixed, order, constants])
}
