import type { IndexKey } from '../../design.ts'
import type { Constant, Question } from './question.ts'

/** An index that may be made. */
export interface Candidate {
  readonly keys: readonly IndexKey[]
  /** The constants of its condition; none: a full index. */
  readonly constants: readonly Constant[]
}

/** What the author declared of a table, and what follows from its types. */
export interface Statistics {
  readonly rows: number
  /** The most rows that one value of a key column can have. */
  readonly largestGroup: number
  /** Number of values of a column that has few; undefined for all others. */
  readonly values: (column: string) => number | undefined
  /** Column sets of which one combination has at most one row. */
  readonly uniques: readonly (readonly string[])[]
}

/** The longest page (design: `limit` is 1 to 100). */
const MAX_LIMIT = 100
/** Rows that a question may read: three for each row it returns, and fifty to find them. */
const MAX_ROWS_READ: number = 3 * MAX_LIMIT + 50

/** Whether the index answers the question within the budget of rows read. */
export function answers(index: Candidate, question: Question, statistics: Statistics): boolean {
  if (!impliesConstants(question, index.constants)) return false
  if (question.kind === 'unique') return false
  const fixed = new Set(index.constants.map(({ column }) => column))
  const equal = question.equal.filter((column) => !fixed.has(column))
  const prefix = prefixOf(index.keys, equal)
  const rest = equal.filter((column) => !prefix.includes(column))
  if (question.kind === 'reference') return rest.length === 0 && fixed.size === 0
  const isOrdered = continues(index.keys.slice(prefix.length), question.sort)
  if (rest.length === 0 && isOrdered) return true
  const group = groupSize(prefix, statistics)
  const filtered =
    isOrdered && question.kind === 'list'
      ? MAX_LIMIT / selectivity(rest, question, statistics)
      : Infinity
  return Math.min(group, filtered) <= MAX_ROWS_READ
}

/** A partial index holds every row that the question can mean. */
function impliesConstants(question: Question, constants: readonly Constant[]): boolean {
  return constants.every(({ column, value }) =>
    question.constants.some((asked) => asked.column === column && asked.value === value),
  )
}

function prefixOf(keys: readonly IndexKey[], equal: readonly string[]): readonly string[] {
  const end = keys.findIndex(({ column }) => !equal.includes(column))
  return keys.slice(0, end === -1 ? keys.length : end).map(({ column }) => column)
}

function continues(keys: readonly IndexKey[], sort: readonly IndexKey[]): boolean {
  const flip = sort[0]?.descending !== keys[0]?.descending
  return sort.every(({ column, descending }, at) => {
    const key = keys[at]
    return key?.column === column && key.descending === (descending !== flip)
  })
}

/** The most rows that one combination of values has; the largest, because a filter that matches nothing reads them all. */
function groupSize(columns: readonly string[], statistics: Statistics): number {
  if (statistics.uniques.some((key) => key.every((column) => columns.includes(column)))) return 1
  const hasKey = columns.some((column) => statistics.values(column) === undefined)
  return hasKey ? statistics.largestGroup : statistics.rows
}

/**
 * The share of rows that the filters keep, equal shares assumed. For constants of a rule that is not assumed:
 * they stand in every request, and a rare one would make every request read the table.
 */
function selectivity(
  columns: readonly string[],
  question: Question,
  statistics: Statistics,
): number {
  const isConstant = (column: string): boolean =>
    question.constants.some((constant) => constant.column === column)
  return columns.reduce((share, column) => {
    const values = statistics.values(column)
    return values === undefined || isConstant(column) ? 0 : share / values
  }, 1)
}
