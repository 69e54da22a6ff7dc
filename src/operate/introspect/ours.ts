import type { ColumnPath } from './objects.ts'
import type { Schema } from './schema.ts'

/** Where the product keeps what is its own. */
const OUR_SCHEMA = 'architect'

interface Placed {
  readonly schema: string
  readonly id: string | null
}

/**
 * The part of a schema that is ours: what carries one of our ids, with all that belongs to it, everything in the
 * schema `architect`, and the grants of the schemas that these lie in. What others made is theirs.
 */
export function ours(schema: Schema): Schema {
  const mine = (object: Placed): boolean => object.id !== null || object.schema === OUR_SCHEMA
  const tables = schema.tables.filter(mine)
  const names = new Set([OUR_SCHEMA, ...tables.map((table) => table.schema)])
  const owns = (path: ColumnPath | null): boolean =>
    tables.some(({ schema: place, name }) => place === path?.schema && name === path.table)
  return {
    schemas: schema.schemas.filter(({ name }) => names.has(name)),
    extensions: [],
    types: schema.types.filter(mine),
    sequences: schema.sequences.filter((sequence) => mine(sequence) || owns(sequence.ownedBy)),
    tables,
    views: schema.views.filter(mine),
    functions: schema.functions.filter(mine),
    defaultPrivileges: schema.defaultPrivileges.filter(
      (privilege) => privilege.schema === null || names.has(privilege.schema),
    ),
    eventTriggers: schema.eventTriggers.filter(({ id }) => id !== null),
  }
}
