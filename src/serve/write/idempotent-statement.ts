import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { prepare } from './statement.ts'
import type { FurtherSteps, WriteParts, WriteStatement } from './write-statement.ts'

/** Slots of a write with an idempotency key. */
export const SCOPE = 'scope'
export const KEY = 'key'
export const FINGERPRINT = 'fingerprint'
export const STATUS = 'status'
/** Names the form of a stored answer: what another form has stored cannot be read. */
export const SHAPE = 'shape'

/** The constraint at which two requests meet that both found no stored answer. */
export const IDEMPOTENCY_CONSTRAINT = 'idempotency_pkey'

/** The write happens only where nobody else is at it, and it has not been done. */
export const PROCEED: Sql = sql`(select attempt.free and previous.fingerprint is null from attempt left join previous on true)`

const KEY_HASH = sql`hashtextextended(${SCOPE}::text, hashtextextended(${KEY}::text, 0))`

/** The first steps: the lock of the key, and what is stored under it. */
const LOOK: readonly Sql[] = [
  sql`attempt as materialized (select pg_try_advisory_xact_lock(${KEY_HASH}) as free)`,
  sql`previous as materialized (
    select fingerprint, body, headers ->> 'shape' as shape from architect.idempotency
    where scope = ${SCOPE}::text and key = ${KEY}::text
  )`,
]

/** The last step. What was refused is not stored: it may be tried again. */
const STORE = sql`stored as (
  insert into architect.idempotency (scope, key, fingerprint, status, headers, body, created_at, expires_at)
  select ${SCOPE}::text, ${KEY}::text, ${FINGERPRINT}::text, ${STATUS}::integer,
    jsonb_build_object('shape', ${SHAPE}::text), rendered.body, now(), now() + interval '24 hours'
  from rendered where exists (select 1 from written)
)`

/**
 * The statement of a write with an idempotency key. It tries the lock of the key, looks for a stored answer,
 * writes only where it has the lock and finds none, and stores the answer: all in the transaction of the write.
 * A request that gets the lock after its snapshot was taken may find no answer where there is one; the primary
 * key stops it, and sent once more it finds the answer.
 */
export function idempotentStatement(
  { steps, answer }: WriteParts,
  further: FurtherSteps = [],
): WriteStatement {
  const cells = Array.from(
    { length: answer.width },
    (_, i) => sql`${ident('answer', `v${i}`)}::text`,
  )
  const render = sql`rendered as materialized (
    select coalesce(json_agg(array[${join(cells, ', ')}] order by answer.v0), '[]')::text as body from answer
  )`
  const all = [
    ...LOOK,
    ...steps,
    ...further,
    sql`answer as materialized (${answer.select})`,
    render,
    STORE,
  ]
  const text = sql`with ${join(all, ', ')}
    select attempt.free, previous.fingerprint, previous.shape, coalesce(previous.body, rendered.body)
    from attempt left join previous on true left join rendered on true`
  return { prepared: prepare(text), read: answer.read }
}
