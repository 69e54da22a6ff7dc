import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { permittedRows, ruleSql } from './access.ts'
import type { Check } from './check.ts'
import { ID, storedColumns } from './columns.ts'
import type { WriteContext } from './context.ts'

/** The slot of the versions that `If-Match` names, as an array. */
export const VERSIONS = 'versions'

/**
 * The row that is written, locked, where the actor may read it: no row of `target`, and it does not exist
 * for the actor. PostgreSQL checks the condition again on the newest version of a row that it had to wait for
 * (manual, "Read Committed Isolation Level"), so the rules that follow see what is overwritten.
 */
export function targetStep(context: WriteContext, lock: 'update' | 'no key update'): Sql {
  const { resource } = context
  const readable = permittedRows(context, resource.name, 'read')
  const columns = storedColumns(context).map(({ name }) => ident('target_row', name))
  return sql`target as materialized (
    select ${join(columns, ', ')} from ${ident(resource.table)} as target_row
    where target_row.id = ${ID}::uuid and (${ruleSql(context, readable, 'target_row')})
    for ${LOCKS[lock]} of target_row
  )`
}

/** A delete needs the stronger one; an update leaves those alone who only refer to the row. */
const LOCKS: Readonly<Record<'update' | 'no key update', Sql>> = {
  update: sql`update`,
  'no key update': sql`no key update`,
}

/** The version is one of those that `If-Match` names. */
export const VERSION_CHECK: Check = {
  condition: sql`target.version = any (${VERSIONS}::integer[])`,
  refusal: { kind: 'version' },
}
