import {
  type Database,
  DatabaseError,
  type QueryOptions,
  type Rows,
} from '../../engine/ports/database.ts'
import type { SqlQuery } from '../../sql/query.ts'

/** How often a statement is sent that lost against another one. */
const MAX_ATTEMPTS = 3

/** Deadlock detected, serialization failure: nothing was done, and the other one is through. */
const LOST_AGAINST_ANOTHER: readonly string[] = ['40P01', '40001']

/** Sends a write, up to three times where PostgreSQL gave another one precedence. */
export async function runWrite(
  database: Pick<Database, 'query'>,
  query: SqlQuery,
  options: QueryOptions,
): Promise<Rows> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.query(query, options)
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !lostAgainstAnother(error)) throw error
    }
  }
}

function lostAgainstAnother(error: unknown): boolean {
  return error instanceof DatabaseError && LOST_AGAINST_ANOTHER.includes(error.sqlState ?? '')
}
