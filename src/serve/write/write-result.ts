import type { WriteContext } from './context.ts'
import type { WrittenRow } from './outcome.ts'

/** What a write answers, and what it changed. */
export interface WriteResult {
  readonly status: number
  /** Lower-case names, without those that every answer has. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON; undefined where the answer has no body. */
  readonly body: string | undefined
  /** For those who listen to changes; empty for a replay and where nothing was written. */
  readonly changes: readonly Change[]
}

/** One row that was written. */
export interface Change {
  readonly resource: string
  readonly operation: 'create' | 'update' | 'delete'
  readonly id: string
}

/** 201 with the row and its address; only its id where the actor may not read what it made. */
export function created(context: WriteContext, row: WrittenRow): WriteResult {
  const { resource } = context
  const location = `/${context.version.name}/${resource.path}/${row.id}`
  return {
    status: 201,
    headers: { location, ...validators(row) },
    body: row.json ?? JSON.stringify({ id: row.id }),
    changes: [{ resource: resource.name, operation: 'create', id: row.id }],
  }
}

/** A stored answer says so, and changed nothing now. */
export function replayable(result: WriteResult, replayed: boolean): WriteResult {
  if (!replayed) return result
  return { ...result, headers: { ...result.headers, 'idempotency-replayed': 'true' }, changes: [] }
}

/** 200 with the row as it is now. */
export function updated(
  { resource }: WriteContext,
  row: WrittenRow,
  changed: boolean,
): WriteResult {
  return {
    status: 200,
    headers: validators(row),
    body: row.json ?? JSON.stringify({ id: row.id }),
    changes: changed ? [{ resource: resource.name, operation: 'update', id: row.id }] : [],
  }
}

/** 204. */
export function deleted({ resource }: WriteContext, id: string): WriteResult {
  const changes = [{ resource: resource.name, operation: 'delete' as const, id }]
  return { status: 204, headers: {}, body: undefined, changes }
}

/** A row that the actor may not read has no validators: they would tell of its later changes. */
function validators(row: WrittenRow): Record<string, string> {
  if (row.json === undefined) return {}
  return { etag: `"${row.version}"`, 'last-modified': row.updatedAt.toUTCString() }
}
