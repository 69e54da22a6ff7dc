import type { Predicate } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { ident, sql } from '../../sql/sql.ts'
import type { ReadRequest } from '../request.ts'
import { type Prepared, prepare } from '../write/statement.ts'
import type { Audience } from './context.ts'
import { permittedSql } from './legs.ts'
import { membersOf, objectSql } from './object.ts'

/** The slot of the id of the one row that is read. */
export const ID = 'id'

/** One row by its key, if a branch admits the actor: its JSON, version and time of change. */
export function readStatement(
  request: ReadRequest,
  branches: readonly Predicate[],
  audience: Audience,
): Prepared {
  const { resource, select } = request
  const object = objectSql(membersOf({ resource, alias: 'r0' }, select, audience))
  const id = sql`${ID}::uuid`
  const permitted = permittedSql(anyOf(branches), audience.actor, new Map([['id', id]]))
  return prepare(
    sql`select ${object}, r0.version, r0.updated_at from ${ident(resource.table)} as r0 where r0.id = ${id} and ${permitted}`,
  )
}
