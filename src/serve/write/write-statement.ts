import type { Cell } from '../../engine/ports/database.ts'
import { join, type Sql, sql } from '../../sql/sql.ts'
import type { Answer, Outcome } from './outcome.ts'
import { type Prepared, prepare } from './statement.ts'

/** A write as one statement: what it does, and how its rows are read. */
export interface WriteStatement {
  readonly prepared: Prepared
  readonly read: (cells: readonly Cell[]) => Outcome
}

/** The parts of a write. The last of `steps` is `written`: the rows that were written. */
export interface WriteParts {
  /** `name as (...)`, in the order in which they build on each other. */
  readonly steps: readonly Sql[]
  readonly answer: Answer
}

/**
 * Steps that join the statement of a write and see its rows as `written`: where an event is recorded in the
 * transaction of its change.
 */
export type FurtherSteps = readonly Sql[]

/** The statement of a write without an idempotency key. */
export function writeStatement(
  { steps, answer }: WriteParts,
  further: FurtherSteps = [],
): WriteStatement {
  const text = sql`with ${join([...steps, ...further], ', ')} ${answer.select} order by 1`
  return { prepared: prepare(text), read: answer.read }
}
