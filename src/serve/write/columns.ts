import type { Column, FieldDesign } from '../../compile/design.ts'
import { ident, join, Sql, sql } from '../../sql/sql.ts'
import { type Audience, resourceNamed } from '../query/context.ts'
import { toCell } from './cell.ts'
import type { WriteContext } from './context.ts'
import type { Bindings } from './statement.ts'
import { ACTOR } from './statement.ts'

/** The slot of the row's id. */
export const ID = 'id'
/** The first version of a row. */
const FIRST_VERSION = sql`1`

/** The columns that are stored, not generated. */
export function storedColumns({ table }: WriteContext): readonly Column[] {
  return table.columns.filter((column) => column.generated === undefined)
}

/** The SQL type of a column, from the design. */
export function typeOf(column: Column): Sql {
  return new Sql([column.type], [])
}

/** The slot of a field's value. */
export function slotOf(field: string): string {
  return `field ${field}`
}

/** The values of a body by slot. */
export function bindFields(
  fields: readonly FieldDesign[],
  body: Readonly<Record<string, unknown>>,
): Bindings {
  return Object.fromEntries(
    fields.map((field) => [slotOf(field.name), toCell(field.type, body[field.name])]),
  )
}

/** The fields of a resource that a body names, in the order of the design, so that equal sets are equal shapes. */
export function namedFields(
  context: WriteContext,
  body: Readonly<Record<string, unknown>>,
): readonly FieldDesign[] {
  return context.resource.fields.filter(
    (field) => Object.hasOwn(body, field.name) && field.column !== 'id',
  )
}

/** The new row: sent values, else defaults, else null. */
export function newRowSql(context: WriteContext, sent: readonly FieldDesign[]): Sql {
  const items = storedColumns(context).map((column) => {
    const value = newColumnSql(context, column, sent)
    return sql`${value}::${typeOf(column)} as ${ident(column.name)}`
  })
  return sql`select ${join(items, ', ')}`
}

/** What the server itself puts into a column of a new row; undefined where that is the client's or the default's. */
export function systemValueSql(
  { resource, audience }: WriteContext,
  column: Column,
): Sql | undefined {
  if (column.name === 'created_at' || column.name === 'updated_at') return sql`now()`
  if (column.name === 'version') return FIRST_VERSION
  const field = resource.fields.find(({ column: name }) => name === column.name)
  if (field?.setBy === 'actor') return actorSql(audience)
  return field?.create.kind === 'never' && field.create.because === 'setBy'
    ? tenantSql(audience)
    : undefined
}

function actorSql({ actor }: Audience): Sql {
  return actor.signedIn ? sql`${ACTOR}` : sql`null`
}

/** The tenant of the actor's own row. */
function tenantSql({ actor, catalogue }: Audience): Sql | undefined {
  const { tenancy, identity } = catalogue.design
  if (tenancy === undefined || !actor.signedIn) return undefined
  const table = ident(resourceNamed(catalogue, identity).table)
  return sql`(select ${ident('me', tenancy.column)} from ${table} as me where me.id = ${ACTOR}::uuid)`
}

/** The default of a column. Expressions of the design are SQL of ours. */
export function defaultSql(column: Column): Sql {
  return column.default === undefined ? sql`null` : new Sql([`(${column.default})`], [])
}

function newColumnSql(context: WriteContext, column: Column, sent: readonly FieldDesign[]): Sql {
  if (column.name === 'id') return sql`${ID}`
  const field = sent.find(({ column: name }) => name === column.name)
  if (field !== undefined) return sql`${slotOf(field.name)}`
  return systemValueSql(context, column) ?? defaultSql(column)
}
