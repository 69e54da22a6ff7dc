import type { Transaction } from '../../engine/ports/database.ts'
import { compile, sql } from '../../sql/sql.ts'
import { canonicalJson } from '../introspect/canonical-json.ts'
import { fingerprint } from '../introspect/fingerprint.ts'
import { majorOf, readSchema } from '../introspect/introspect.ts'
import { ours } from '../introspect/ours.ts'
import type { Schema } from '../introspect/schema.ts'
import { catalogStamp } from '../introspect/stamp.ts'

type Session = Pick<Transaction, 'query'>

/** What is known of the schema that was applied last. */
export interface Recorded {
  /** Of the DDL. */
  readonly hash: string
  /** Of our part of the schema, right after it was applied. */
  readonly fingerprint: string
  /** What the catalog was when the schema was last seen to be that. */
  readonly stamp: string
}

/** The part of the live schema that is ours, as it was when it was applied. */
export interface Snapshot {
  /** Major version of the server that printed it: texts of another one may differ. */
  readonly major: number
  readonly schema: Schema
}

/** Of the form of a snapshot: one of another form is read by nobody. */
const FORM = 1

/** Nothing where no schema was ever applied. */
export async function readRecorded(session: Session): Promise<Recorded | undefined> {
  const [hash, print, stamp] = ((await readMeta(session, 'schema')) ?? '').split(' ')
  if (hash === undefined || print === undefined || stamp === undefined) return undefined
  return { hash, fingerprint: print, stamp }
}

/** The schema as it was applied; nothing where none was, or an older version of the product did it. */
export async function readSnapshot(session: Session): Promise<Snapshot | undefined> {
  const json = await readMeta(session, 'applied')
  if (json === undefined) return undefined
  const { form, ...snapshot } = JSON.parse(json) as Snapshot & { form: number } // written by recordApplied, in the form of `form`
  return form === FORM ? snapshot : undefined
}

/** Remembers that the schema is now what the DDL of this hash makes. */
export async function recordApplied(session: Session, hash: string): Promise<void> {
  const schema = ours(await readSchema(session))
  const snapshot = { form: FORM, major: await majorOf(session), schema }
  await writeMeta(session, 'applied', canonicalJson(snapshot))
  await recordUnchanged(session, { hash, fingerprint: fingerprint(schema), stamp: '' })
}

/** Remembers that the catalog as it is now holds the schema that was recorded. */
export async function recordUnchanged(session: Session, recorded: Recorded): Promise<void> {
  const stamp = await catalogStamp(session)
  await writeMeta(session, 'schema', `${recorded.hash} ${recorded.fingerprint} ${stamp}`)
}

async function readMeta(session: Session, key: string): Promise<string | undefined> {
  const there = await session.query(compile(sql`select to_regclass('architect.meta') is not null`))
  if (there.rows[0]?.[0] !== 't') return undefined
  const { rows } = await session.query(
    compile(sql`select value from architect.meta where key = ${key}`),
  )
  return rows[0]?.[0] ?? undefined
}

async function writeMeta(session: Session, key: string, value: string): Promise<void> {
  await session.query(
    compile(
      sql`insert into architect.meta (key, value) values (${key}, ${value}) on conflict (key) do update set value = excluded.value`,
    ),
  )
}
