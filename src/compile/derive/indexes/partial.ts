import { ident, join, literal, sql } from '../../../sql/sql.ts'
import { print } from '../print.ts'
import type { Constant, Question } from './question.ts'
import type { Statistics } from './relax.ts'

/** A partial index pays only if it leaves out more than half of the rows (design: migrations, section 8.4). */
const MAX_SHARE = 0.5
/** Assumed of a constant of a column that can have any value. */
const OPEN_SHARE = 0.1

/**
 * The constants that a partial index for the question may stand on: all of them or none. Where other
 * questions of the same form ask for other constants, one full index serves them together.
 */
export function partialConstants(
  question: Question,
  all: readonly Question[],
  statistics: Statistics,
): readonly Constant[] {
  const { constants } = question
  if (question.kind !== 'list' || constants.length === 0) return []
  if (shareOf(constants, statistics) >= MAX_SHARE) return []
  const form = formOf(question)
  const isShared = all.some(
    (other) =>
      other.constants.length > 0 &&
      formOf(other) === form &&
      conditionOf(other.constants) !== conditionOf(constants),
  )
  return isShared ? [] : constants
}

/** The condition of SQL; undefined of no constants. */
export function conditionOf(constants: readonly Constant[]): string | undefined {
  if (constants.length === 0) return undefined
  const terms = constants
    .toSorted((a, b) => (a.column < b.column ? -1 : 1))
    .map(({ column, value }) => sql`${ident(column)} = ${literal(value)}`)
  return print(join(terms, ' and '))
}

function shareOf(constants: readonly Constant[], statistics: Statistics): number {
  return constants.reduce((share, { column }) => {
    const values = statistics.values(column)
    return share * (values === undefined ? OPEN_SHARE : 1 / values)
  }, 1)
}

function formOf({ table, equal, sort, constants }: Question): string {
  const fixed = constants.map(({ column }) => column)
  const free = equal.filter((column) => !fixed.includes(column)).sort()
  return JSON.stringify([table, free, [...fixed].sort(), sort])
}
