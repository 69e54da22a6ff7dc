import { ident, join, literal, type Sql, sql } from '../../../sql/sql.ts'
import type { CheckConstraint, Column, ForeignKey, Table, UniqueKey } from '../../design.ts'
import type { Field, Resource } from '../../model.ts'
import { type Layout, SYSTEM_FIELDS } from '../layout.ts'
import { identifier } from '../naming.ts'
import { print } from '../print.ts'
import { columnType, defaultSql, typeChecks } from './column-type.ts'

/** The generated column of text search; no field has its name. */
export const SEARCH_COLUMN = 'search'

/** One table a resource, in the order of the blueprint. */
export function deriveTables(layout: Layout): readonly Table[] {
  return layout.model.resources.map((resource) => deriveTable(resource, layout))
}

function deriveTable(resource: Resource, layout: Layout): Table {
  const name = layout.table(resource.name)
  return {
    name,
    resource: resource.name,
    id: layout.identities[resource.name]?.id ?? '',
    description: resource.description,
    columns: [
      ...SYSTEM_COLUMNS,
      ...resource.fields.map((field) => fieldColumn(resource, field, layout)),
      ...searchColumn(resource, layout),
    ],
    primaryKey: ['id'],
    uniques: uniqueKeys(resource, layout),
    foreignKeys: resource.fields.flatMap((field) => foreignKey(resource, field, layout)),
    checks: resource.fields.flatMap((field) => checkOf(resource, field, layout)),
    rows: resource.scale.rows,
  }
}

const SYSTEM_DEFAULTS: Readonly<Record<string, string>> = {
  created_at: 'now()',
  updated_at: 'now()',
  version: '1',
}

const SYSTEM_COLUMNS: readonly Column[] = SYSTEM_FIELDS.map(({ name, column, type }) => ({
  name: column,
  id: undefined,
  field: name,
  type: columnType(type),
  nullable: false,
  default: SYSTEM_DEFAULTS[column],
  generated: undefined,
}))

function fieldColumn(resource: Resource, field: Field, layout: Layout): Column {
  return {
    name: layout.field(resource.name, field.name).column,
    id: layout.identities[`${resource.name}.${field.name}`]?.id,
    field: field.name,
    type: columnType(field.type),
    nullable: field.nullable,
    default: field.default === undefined ? undefined : print(defaultSql(field.type, field.default)),
    generated: undefined,
  }
}

/** The configuration is a constant of type regconfig: only that form of to_tsvector is immutable. */
function searchColumn(resource: Resource, layout: Layout): readonly Column[] {
  if (resource.list.search.length === 0) return []
  const texts = resource.list.search.map(
    (field) => sql`coalesce(${ident(layout.field(resource.name, field).column)}, '')`,
  )
  const vector = sql`to_tsvector(${literal(layout.model.language)}::regconfig, ${join(texts, " || ' ' || ")})`
  return [
    {
      name: SEARCH_COLUMN,
      id: undefined,
      field: undefined,
      type: 'tsvector',
      nullable: true,
      default: undefined,
      generated: print(vector),
    },
  ]
}

function uniqueKeys(resource: Resource, layout: Layout): readonly UniqueKey[] {
  const table = layout.table(resource.name)
  const declared = [
    ...resource.fields.filter(({ unique }) => unique).map(({ name }) => [name]),
    ...resource.unique,
  ]
  return declared.map((fields) => {
    const columns = keyColumns(
      layout,
      resource.name,
      fields.map((field) => layout.field(resource.name, field).column),
    )
    return { name: identifier(table, ...columns, 'key'), columns, fields }
  })
}

/** The columns with the tenant in front, so that no key tells one tenant of another's values. */
function keyColumns(
  layout: Layout,
  resource: string,
  columns: readonly string[],
): readonly string[] {
  const tenant = layout.tenantColumn(resource)
  return tenant === undefined ? columns : [tenant, ...columns.filter((name) => name !== tenant)]
}

function foreignKey(resource: Resource, field: Field, layout: Layout): readonly ForeignKey[] {
  if (field.type.kind !== 'reference') return []
  const { column } = layout.field(resource.name, field.name)
  const table = layout.table(resource.name)
  return [
    {
      name: identifier(table, column, 'fkey'),
      columns: [column],
      field: field.name,
      references: { table: layout.table(field.type.to), columns: ['id'] },
      onDelete: field.onDelete ?? 'restrict',
    },
  ]
}

function checkOf(resource: Resource, field: Field, layout: Layout): readonly CheckConstraint[] {
  const { column } = layout.field(resource.name, field.name)
  const conditions: readonly Sql[] = typeChecks(field.type, column)
  if (conditions.length === 0) return []
  return [
    {
      name: identifier(layout.table(resource.name), column, 'check'),
      field: field.name,
      condition: print(join(conditions, ' and ')),
    },
  ]
}
