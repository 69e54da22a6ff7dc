import type { Index, IndexKey, Table } from '../../design.ts'
import { shortHash } from '../hash.ts'
import { identifier, words } from '../naming.ts'
import { SEARCH_COLUMN } from '../tables/tables.ts'
import { partition, type Shape } from './chains.ts'
import { smallestCover } from './cover.ts'
import { conditionOf, partialConstants } from './partial.ts'
import type { Constant, Question } from './question.ts'
import { type IndexInput, questionsOf, uniquesOf } from './questions.ts'
import { answers, type Candidate, type Statistics } from './relax.ts'

/**
 * The fewest indexes with which every question of the API, the rules and the keys reads no more rows than
 * its budget. The index of a key is among them, under the name of its constraint, which makes it.
 */
export function deriveIndexes(input: IndexInput): readonly Index[] {
  const questions = Map.groupBy(questionsOf(input), ({ table }) => table)
  return input.tables.flatMap((table) => [
    ...tableIndexes(table, questions.get(table.name) ?? [], statisticsOf(table, input)),
    ...searchIndex(table, input),
  ])
}

function statisticsOf(table: Table, input: IndexInput): Statistics {
  const { fields, scale } = input.layout.resource(table.resource)
  const values = new Map(
    fields.flatMap(({ name, type }): (readonly [string, number])[] => {
      const { column } = input.layout.field(table.resource, name)
      if (type.kind === 'boolean') return [[column, 2]]
      return type.kind === 'oneOf' ? [[column, type.values.length]] : []
    }),
  )
  return {
    rows: scale.rows,
    largestGroup: scale.largestGroup ?? scale.rows,
    values: (column) => values.get(column),
    uniques: uniquesOf(table.name, input),
  }
}

/** A question with the index that would answer it alone. */
interface Wanted extends Shape {
  readonly question: Question
  readonly constants: readonly Constant[]
}

interface Option extends Candidate {
  readonly isKey: boolean
  /** The questions that it was made for, which it answers exactly. */
  readonly own: ReadonlySet<Question>
}

function tableIndexes(
  table: Table,
  questions: readonly Question[],
  statistics: Statistics,
): readonly Index[] {
  const options = optionsOf(questions, statistics)
  const asked = questions.filter(({ equal, sort }) => equal.length + sort.length > 0)
  const coverers = options.map((option) => ({
    isMandatory: option.isKey,
    cost: option.keys.length - option.constants.length,
    covers: new Set(
      asked.flatMap((question, at) =>
        option.own.has(question) || answers(option, question, statistics) ? [at] : [],
      ),
    ),
  }))
  const chosen = smallestCover(coverers, asked.length)
  return chosen.flatMap((at) => {
    const option = options[at]
    const covers = coverers[at]?.covers ?? new Set()
    if (option === undefined) return []
    return [
      index(
        table,
        option,
        asked.filter((_, i) => covers.has(i)),
      ),
    ]
  })
}

/** The fewest indexes that answer every question exactly: those to choose from. */
function optionsOf(questions: readonly Question[], statistics: Statistics): readonly Option[] {
  const wanted = questions.map((question): Wanted => {
    const constants = partialConstants(question, questions, statistics)
    const fixed = constants.map(({ column }) => column)
    return {
      question,
      constants,
      equal: question.equal.filter((column) => !fixed.includes(column)),
      sort: question.sort,
      where: conditionOf(constants) ?? '',
      isKey: question.kind === 'unique',
    }
  })
  return partition(wanted).map(({ shapes, keys }) => ({
    keys,
    constants: shapes[0]?.constants ?? [],
    isKey: shapes.some(({ isKey }) => isKey),
    own: new Set(shapes.map(({ question }) => question)),
  }))
}

function index(table: Table, option: Option, served: readonly Question[]): Index {
  const where = conditionOf(option.constants)
  const columns = option.keys.map(({ column }) => column)
  return {
    name: option.isKey ? keyName(table, columns) : indexName(table.name, option.keys, where),
    table: table.name,
    method: 'btree',
    keys: option.keys,
    unique: option.isKey,
    where,
    serves: served.flatMap(({ texts }) => texts).toSorted(),
  }
}

function keyName(table: Table, columns: readonly string[]): string {
  const key = table.uniques.find((unique) => unique.columns.join() === columns.join())
  return key?.name ?? identifier(table.name, 'pkey')
}

function indexName(table: string, keys: readonly IndexKey[], where: string | undefined): string {
  const definition = JSON.stringify([keys, where ?? ''])
  return identifier(table, ...keys.map(({ column }) => column), shortHash(definition).slice(-8))
}

function searchIndex(table: Table, { layout }: IndexInput): readonly Index[] {
  if (!table.columns.some(({ name, generated }) => name === SEARCH_COLUMN && generated)) return []
  const keys = [{ column: SEARCH_COLUMN, descending: false }]
  const { plural } = layout.resource(table.resource)
  return [
    {
      name: indexName(table.name, keys, undefined),
      table: table.name,
      method: 'gin',
      keys,
      unique: false,
      where: undefined,
      serves: [`search ${words(plural)} (?q)`],
    },
  ]
}
