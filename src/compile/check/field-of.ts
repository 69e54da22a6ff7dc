import type { FieldDefinition, ResourceDefinition } from '../blueprint/definition.ts'
import type { FieldType, ScalarType } from '../blueprint/field-type.ts'
import type { Field } from '../model.ts'

/** A field with every default explicit. */
export function fieldOf(field: FieldDefinition, definition: ResourceDefinition): Field {
  const { name } = field
  return {
    name,
    type: bounded(field.type),
    nullable: field.optional,
    ...('default' in field ? { default: jsonValueOf(field.default) } : {}),
    unique: field.unique,
    private: field.private,
    serverOnly: field.serverOnly,
    immutable: field.immutable,
    searchable: field.searchable,
    setBy: field.setBy,
    encrypted: field.encrypted && { searchable: field.encrypted.searchable },
    onDelete: field.type.kind === 'reference' ? (field.onDelete ?? 'restrict') : undefined,
    was: field.was,
    description: field.description,
    readable: ownMember(definition.readable, name),
    writable: ownMember(definition.writable, name),
  }
}

function ownMember<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** A default as it stands in JSON. */
function jsonValueOf(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return base64Of(value)
  return value
}

function base64Of(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

const TEXT_MAX = 10_000
const URL_MAX = 2048 // what browsers and proxies carry without loss
const EMAIL_MAX = 254 // RFC 5321, section 4.5.3.1.3, without the angle brackets
const SLUG_MAX = 100
const INT_MIN = -2_147_483_648 // integer of PostgreSQL
const INT_MAX = 2_147_483_647
const DOCUMENT_MAX_BYTES = 65_536 // a row stays far under a page chain that hurts reads of its table
const ITEMS_MAX = 100

function bounded(type: FieldType): FieldType {
  if (type.kind === 'array') return { maxItems: ITEMS_MAX, ...type, of: boundedScalar(type.of) }
  return type.kind === 'reference' ? type : boundedScalar(type)
}

function boundedScalar(type: ScalarType): ScalarType {
  switch (type.kind) {
    case 'text':
      return { max: TEXT_MAX, ...type }
    case 'int':
      return { min: INT_MIN, max: INT_MAX, ...type }
    case 'decimal':
      return { precision: 18, scale: 6, ...type }
    case 'json':
    case 'bytes':
      return { maxBytes: DOCUMENT_MAX_BYTES, ...type }
    case 'url':
      return { max: URL_MAX, ...type }
    case 'email':
      return { max: EMAIL_MAX, ...type }
    case 'slug':
      return { max: SLUG_MAX, ...type }
    case 'bigint':
    case 'money':
    case 'oneOf':
    case 'boolean':
    case 'timestamp':
    case 'date':
    case 'duration':
    case 'uuid':
    case 'ip':
      return type
  }
}
