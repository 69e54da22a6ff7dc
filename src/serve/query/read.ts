import type { Predicate } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { ident, join, sql } from '../../sql/sql.ts'
import type { ReadRequest } from '../request.ts'
import { type Prepared, prepare } from '../write/statement.ts'
import type { Audience } from './context.ts'
import { layoutOf, type RowLayout } from './layout.ts'
import { permittedSql } from './legs.ts'
import { membersOf } from './object.ts'

/** The slot of the id of the one row that is read. */
export const ID = 'id'

/** One row as one statement, and how its cells are read. Its columns are `version` and `updated_at`. */
export interface ReadStatement {
  readonly prepared: Prepared
  readonly layout: RowLayout
}

/** One row by its key, if a branch admits the actor. */
export function readStatement(
  request: ReadRequest,
  branches: readonly Predicate[],
  audience: Audience,
): ReadStatement {
  const { resource, select } = request
  const members = membersOf({ resource, alias: 'r0' }, select, audience)
  const { cells, joins, layout } = layoutOf(members, ['version', 'updated_at'])
  const id = sql`${ID}::uuid`
  const permitted = permittedSql(anyOf(branches), audience.actor, new Map([['id', id]]))
  const text = sql`select ${join(cells, ', ')} from ${ident(resource.table)} as r0 ${joins} where r0.id = ${id} and ${permitted}`
  return { prepared: prepare(text), layout }
}
