import type { Database } from '../../engine/ports/database.ts'
import { readSnapshot } from '../apply/recorded.ts'
import { introspect, majorOf } from '../introspect/introspect.ts'
import type { Difference } from './difference.ts'
import { drift } from './drift.ts'

/** `unknown`: there is nothing to compare with, and why. */
export type Drift =
  | { readonly kind: 'compared'; readonly differences: readonly Difference[] }
  | { readonly kind: 'unknown'; readonly because: string }

/**
 * Compares a database with the schema that was applied to it. Changes nothing.
 *
 * @throws {DatabaseError} when it cannot be read
 */
export async function lookForDrift(database: Database, signal?: AbortSignal): Promise<Drift> {
  const { snapshot, major } = await database.transaction(
    async (session) => ({ snapshot: await readSnapshot(session), major: await majorOf(session) }),
    { readOnly: true },
  )
  if (snapshot === undefined) return { kind: 'unknown', because: 'no schema was applied to it' }
  if (snapshot.major !== major) {
    const because = `PostgreSQL ${snapshot.major} recorded its schema and ${major} prints it now, maybe in other words`
    return { kind: 'unknown', because }
  }
  const live = await introspect(database, signal === undefined ? {} : { signal })
  return { kind: 'compared', differences: drift(snapshot.schema, live) }
}
