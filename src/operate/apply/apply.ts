import { createHash } from 'node:crypto'
import type { Database, Transaction } from '../../engine/ports/database.ts'
import type { Ddl, DdlStatement } from '../../sql/ddl.ts'
import { compile, sql } from '../../sql/sql.ts'
import { ArchitectError } from '../../std/error.ts'
import { drift } from '../drift/drift.ts'
import { findingsOf } from '../drift/finding.ts'
import { fingerprint } from '../introspect/fingerprint.ts'
import { majorOf, readSchema, readTables } from '../introspect/introspect.ts'
import type { LiveTable } from '../introspect/schema.ts'
import { catalogStamp } from '../introspect/stamp.ts'
import { additions } from './additions.ts'
import { type Difference, differences } from './difference.ts'
import { findingOf } from './finding.ts'
import {
  type Recorded,
  readRecorded,
  readSnapshot,
  recordApplied,
  recordUnchanged,
} from './recorded.ts'

/** `create`: only into a database without any of our tables. `add`: what can be added without touching what is there. `none`: change nothing. */
export type ApplyMode = 'create' | 'add' | 'none'

export interface Applied {
  /** Statements that were run, by object: `table shares`, `index shares_owner_id_…`. */
  readonly made: readonly string[]
}

/** Longest wait for a lock that another session holds, before nothing is changed at all. */
const LOCK_TIMEOUT_MS = 2000
const TIMEOUT_MS = 60_000

/**
 * Brings a database to the schema of a design by adding what is missing: tables, columns that are nullable or
 * have a default, indexes. One transaction: all of it, or nothing. It never drops and never rewrites.
 *
 * @throws {ArchitectError} ARC402 with a finding for each difference that it may not mend
 */
export async function applySchema(database: Database, ddl: Ddl, mode: ApplyMode): Promise<Applied> {
  const hash = createHash('sha256').update(JSON.stringify(ddl)).digest('hex')
  return database.transaction(
    async (transaction) => {
      await transaction.query(
        compile(sql`select pg_advisory_xact_lock(hashtext('architect.schema'))`),
      )
      const recorded = await readRecorded(transaction)
      if (await isUnchanged(transaction, recorded, { hash, mode })) return { made: [] }
      const isKnown = recorded?.hash === hash
      if (isKnown && mode === 'create') await refuseAccessDrift(transaction)
      const live = await readTables(transaction, 'public')
      const desired = await buildShadow(transaction, ddl)
      const found = differences(desired, live)
      const statements = permitted(found, ddl, { mode, live, desired })
      // To apply what was applied before would hide what was changed by hand since.
      if (mode === 'none' || (isKnown && mode === 'create' && statements.length === 0)) {
        return { made: [] }
      }
      await transaction.execute(ddl.system)
      for (const statement of statements) await transaction.execute(statement.sql)
      await transaction.execute(ddl.comments)
      await transaction.execute(ddl.wall)
      await recordApplied(transaction, hash)
      return { made: statements.map((statement) => `${statement.kind} ${statement.name}`) }
    },
    { timeoutMs: TIMEOUT_MS, lockTimeoutMs: LOCK_TIMEOUT_MS },
  )
}

/** Which statements mend the differences; those that none may mend are refused, all together. */
function permitted(
  found: readonly Difference[],
  ddl: Ddl,
  about: {
    readonly mode: ApplyMode
    readonly live: readonly LiveTable[]
    readonly desired: readonly LiveTable[]
  },
): readonly DdlStatement[] {
  const { statements, refused } = additions(found, ddl, about.desired)
  const empty = about.desired.every(
    (table) => !about.live.some((other) => other.name === table.name),
  )
  const mayAdd = about.mode === 'add' || (about.mode === 'create' && empty)
  const wrong = mayAdd ? refused : found
  if (wrong.length === 0) return statements
  throw new ArchitectError(
    'ARC402',
    `The schema of the database differs from the blueprint in ${wrong.length} places`,
    {
      detail: {
        findings: wrong.map((difference) => findingOf(difference)),
        remedy: mayAdd
          ? 'Change the blueprint back, or change the database by hand; nothing was changed'
          : 'Run `architect dev` against this database to add what is missing; nothing was changed',
      },
    },
  )
}

/**
 * Makes the desired schema beside the live one and takes it back again, so that both were printed by the same
 * server. Nobody else ever sees it: the transaction is still open.
 */
async function buildShadow(transaction: Transaction, ddl: Ddl): Promise<readonly LiveTable[]> {
  await transaction.execute(
    'savepoint shadow; create schema architect_shadow; set local search_path to architect_shadow',
  )
  for (const statement of ddl.create) await transaction.execute(statement.sql)
  const desired = await readTables(transaction, 'architect_shadow')
  await transaction.execute('rollback to savepoint shadow')
  return desired
}

/** True when this very DDL was applied before and nothing was changed since. */
async function isUnchanged(
  transaction: Transaction,
  recorded: Recorded | undefined,
  { hash, mode }: { readonly hash: string; readonly mode: ApplyMode },
): Promise<boolean> {
  if (recorded === undefined || recorded.hash !== hash) return false
  if (recorded.stamp === (await catalogStamp(transaction))) return true
  const live = await readSchema(transaction)
  if (recorded.fingerprint !== fingerprint(live, { ours: true })) return false
  if (mode !== 'none') await recordUnchanged(transaction, recorded)
  return true
}

/** Row level security that is off, an edited policy, a wider grant: a server that starts would serve on top of it. */
async function refuseAccessDrift(transaction: Transaction): Promise<void> {
  const snapshot = await readSnapshot(transaction)
  if (snapshot === undefined || snapshot.major !== (await majorOf(transaction))) return
  const found = drift(snapshot.schema, await readSchema(transaction)).filter(({ access }) => access)
  if (found.length === 0) return
  throw new ArchitectError(
    'ARC402',
    `Who may do what was changed by hand in ${found.length} places`,
    {
      detail: {
        findings: findingsOf(found),
        remedy:
          'Undo it by hand, or run `architect dev` against this database to put the rules back',
      },
    },
  )
}
