import type { FieldAccess, FieldDesign } from '../design.ts'
import type { Field, Resource } from '../model.ts'
import { type Layout, SYSTEM_FIELDS } from './layout.ts'
import { fieldRule } from './rules/policies.ts'

const ALWAYS: FieldAccess = { kind: 'always' }
const SYSTEM: FieldAccess = { kind: 'never', because: 'system' }

/** The fields of a resource as the server knows them: those of every row first. */
export function deriveFields(resource: Resource, layout: Layout): readonly FieldDesign[] {
  return [
    ...SYSTEM_FIELDS.map(({ name, column, type }) => ({
      name,
      column,
      type,
      nullable: false,
      description: undefined,
      required: false,
      setBy: undefined,
      read: ALWAYS,
      create: name === 'id' && resource.clientIds ? ALWAYS : SYSTEM,
      update: SYSTEM,
    })),
    ...resource.fields.map((field) => fieldDesign(resource, field, layout)),
  ]
}

function fieldDesign(resource: Resource, field: Field, layout: Layout): FieldDesign {
  const create = createAccess(resource, field, layout)
  const hasDefault = field.default !== undefined
  return {
    name: field.name,
    column: layout.field(resource.name, field.name).column,
    type: field.type,
    nullable: field.nullable,
    description: field.description,
    ...(hasDefault ? { default: field.default } : {}),
    required: create.kind !== 'never' && !field.nullable && !hasDefault,
    setBy: field.setBy,
    read: readAccess(resource, field, layout),
    create,
    update: field.immutable
      ? { kind: 'never', because: 'immutable' }
      : createAccess(resource, field, layout),
  }
}

function readAccess(resource: Resource, field: Field, layout: Layout): FieldAccess {
  if (field.readable !== undefined) return fieldRule(resource, field.readable, layout)
  return field.private ? { kind: 'never', because: 'private' } : ALWAYS
}

/** A tenant is set by the server, from the row of the actor, just as the actor itself is. */
function createAccess(resource: Resource, field: Field, layout: Layout): FieldAccess {
  const { column } = layout.field(resource.name, field.name)
  const isTenant = layout.tenantColumn(resource.name) === column
  if (field.setBy !== undefined || isTenant) return { kind: 'never', because: 'setBy' }
  if (field.serverOnly) return { kind: 'never', because: 'serverOnly' }
  if (field.writable === undefined) return ALWAYS
  return fieldRule(resource, field.writable, layout)
}
