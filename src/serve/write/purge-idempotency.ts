import type { Database } from '../../engine/ports/database.ts'
import { compile, sql } from '../../sql/sql.ts'

/** Answers deleted by one statement: it holds few locks, and not for long. */
const BATCH = 1000
/** Batches of one call; the next call goes on. */
const MAX_BATCHES = 20

/** Deletes stored answers that have expired, in bounded batches. Resolves to how many. */
export async function purgeIdempotency(database: Database, now: () => Date): Promise<number> {
  const expired = compile(sql`delete from architect.idempotency where (scope, key) in (
    select scope, key from architect.idempotency where expires_at <= ${now().toISOString()}::timestamptz
    order by expires_at limit ${BATCH} for update skip locked
  )`)
  let deleted = 0
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const { count } = await database.query(expired, { lane: 'long' })
    deleted += count
    if (count < BATCH) break
  }
  return deleted
}
