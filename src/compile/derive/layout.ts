import { invariant } from '../../std/error.ts'
import type { Identities } from '../design.ts'
import type { FieldType, Model, Resource } from '../model.ts'

/** What a rule, a list or an index needs to know of a field; the ones that every row has included. */
export interface RowField {
  readonly name: string
  readonly column: string
  readonly type: FieldType
  readonly nullable: boolean
}

/** A model with its physical names at hand. */
export interface Layout {
  readonly model: Model
  readonly identities: Identities
  /** @throws Error where the model names what it does not have: a bug of `check`. */
  readonly resource: (name: string) => Resource
  readonly resourceOf: (table: string) => Resource
  readonly table: (resource: string) => string
  readonly field: (resource: string, name: string) => RowField
  readonly fieldOf: (table: string, column: string) => RowField
  /** The column that holds the tenant; undefined where the resource has none. */
  readonly tenantColumn: (resource: string) => string | undefined
}

/** The fields of every row, first in every table and every object. */
export const SYSTEM_FIELDS: readonly RowField[] = [
  { name: 'id', column: 'id', type: { kind: 'uuid' }, nullable: false },
  { name: 'createdAt', column: 'created_at', type: { kind: 'timestamp' }, nullable: false },
  { name: 'updatedAt', column: 'updated_at', type: { kind: 'timestamp' }, nullable: false },
  { name: 'version', column: 'version', type: { kind: 'int' }, nullable: false },
]

/** Looks names up in constant time. */
export function layoutOf(model: Model, identities: Identities): Layout {
  const named = (key: string): string => invariant(identities[key], `no identity for ${key}`).name
  const resources = new Map(model.resources.map((resource) => [resource.name, resource]))
  const byTable = new Map(model.resources.map((resource) => [named(resource.name), resource]))
  const fields = new Map<string, RowField>()
  for (const resource of model.resources) {
    for (const field of rowFields(resource, named)) {
      fields.set(`${resource.name}.${field.name}`, field)
      fields.set(`${named(resource.name)}/${field.column}`, field)
    }
  }
  const field = (resource: string, name: string): RowField =>
    invariant(fields.get(`${resource}.${name}`), `no field ${resource}.${name}`)
  const { tenancy } = model
  return {
    model,
    identities,
    field,
    resource: (name) => invariant(resources.get(name), `no resource ${name}`),
    resourceOf: (table) => invariant(byTable.get(table), `no table ${table}`),
    table: named,
    fieldOf: (table, column) =>
      invariant(fields.get(`${table}/${column}`), `no ${table}.${column}`),
    tenantColumn: (resource) =>
      tenancy === undefined || tenancy.by === resource || tenancy.except.includes(resource)
        ? undefined
        : field(resource, tenancy.by).column,
  }
}

function rowFields(resource: Resource, named: (key: string) => string): readonly RowField[] {
  const own = resource.fields.map(({ name, type, nullable }) => ({
    name,
    type,
    nullable,
    column: named(`${resource.name}.${name}`),
  }))
  return [...SYSTEM_FIELDS, ...own]
}
