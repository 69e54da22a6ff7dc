import type { ApiVersion, ArrayType, FieldDesign, FieldType, ResourceDesign } from './design.ts'
import { compareDecimals } from './formats.ts'

/** A JSON Schema (2020-12), as far as we write one. The `x-` keywords are ours: see `KEYWORDS`. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly (string | null)[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: JsonSchema
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly not?: JsonSchema
  readonly description?: string
  readonly default?: unknown
  readonly contentEncoding?: string
  /** Least and greatest value of a number that is written as text. */
  readonly 'x-minimum'?: string
  readonly 'x-maximum'?: string
  /** Bytes of a JSON value as UTF-8 without white space. */
  readonly 'x-maxBytes'?: number
}

/** What our own keywords mean, for a validator. */
export const KEYWORDS: readonly {
  readonly keyword: string
  readonly schemaType: 'string' | 'number'
  readonly validate: (limit: string | number, value: unknown) => boolean
}[] = [
  {
    keyword: 'x-minimum',
    schemaType: 'string',
    validate: (limit, value) => !isDecimal(value) || compareDecimals(value, String(limit)) >= 0,
  },
  {
    keyword: 'x-maximum',
    schemaType: 'string',
    validate: (limit, value) => !isDecimal(value) || compareDecimals(value, String(limit)) <= 0,
  },
  {
    keyword: 'x-maxBytes',
    schemaType: 'number',
    validate: (limit, value) =>
      new TextEncoder().encode(JSON.stringify(value)).length <= Number(limit),
  },
]

/** Why a client may not send a field. */
export type Unwritable = 'private' | 'serverOnly' | 'setBy' | 'immutable' | 'system' | 'computed'

/** Defaults of `field-type.ts`, for types that say nothing. */
const TEXT_MAX = 10_000
const URL_MAX = 2048
const EMAIL_MAX = 254
const SLUG_MAX = 100
const ITEMS_MAX = 100
const JSON_MAX_BYTES = 65_536
const BYTES_MAX = 65_536
const DECIMAL_PRECISION = 18
const DECIMAL_SCALE = 6
/** Money is stored with four decimals, which holds every currency of ISO 4217. */
const MONEY_PRECISION = 19
const MONEY_SCALE = 4
const INT32_MAX = 2_147_483_647
/** PostgreSQL cannot store the character 0 in a text. */
const NO_NUL = '^[^\\u0000]*$'

/** The schema of a value of the field, null included where it may be null. */
export function fieldSchema(field: FieldDesign): JsonSchema {
  const schema = field.nullable ? orNull(typeSchema(field.type)) : notNull(field.type)
  return {
    ...schema,
    ...(field.description === undefined ? {} : { description: field.description }),
  }
}

/** The schema of a value of the type, without null (but in `json`). */
export function typeSchema(type: FieldType): JsonSchema {
  switch (type.kind) {
    case 'text':
      return textSchema(type)
    case 'int':
      return intSchema(type)
    case 'bigint':
      return { type: 'string', format: 'int64', maxLength: 20, ...bounds(type) }
    case 'decimal':
      return decimalSchema(type, type.precision ?? DECIMAL_PRECISION, type.scale ?? DECIMAL_SCALE)
    case 'money':
      return decimalSchema(type, MONEY_PRECISION, MONEY_SCALE)
    case 'oneOf':
      return { type: 'string', enum: type.values }
    case 'json':
      return { 'x-maxBytes': type.maxBytes ?? JSON_MAX_BYTES }
    case 'bytes':
      return bytesSchema(type.maxBytes ?? BYTES_MAX)
    case 'array':
      return arraySchema(type)
    case 'url':
    case 'email':
    case 'slug':
      return WORDS[type.kind](type.max)
    case 'boolean':
    case 'timestamp':
    case 'date':
    case 'duration':
    case 'uuid':
    case 'ip':
    case 'reference':
      return SIMPLE[type.kind]
  }
}

/** The body of a create in the names of the version: what a client may not send is absent, unknown fields are refused. */
export function createSchema(resource: ResourceDesign, version: ApiVersion): JsonSchema {
  const fields = resource.fields.filter((field) => isCreatable(field, resource))
  const required = fields.filter((field) => field.required)
  return {
    type: 'object',
    properties: propertiesOf(fields, (field) => namesIn(version, resource, field), withDefault),
    required: required.flatMap((field) => namesIn(version, resource, field)),
    additionalProperties: false,
  }
}

/** The body of a merge patch, and what a JSON patch must amount to; nothing is required. */
export function patchSchema(resource: ResourceDesign, version: ApiVersion): JsonSchema {
  const fields = resource.fields.filter((field) => field.update.kind !== 'never')
  return {
    type: 'object',
    properties: propertiesOf(fields, (field) => namesIn(version, resource, field), fieldSchema),
    additionalProperties: false,
  }
}

/** Fields that exist but that no client may send, with the reason: what lets a refusal speak by name. */
export function unwritableFields(
  resource: ResourceDesign,
  operation: 'create' | 'update',
  version: ApiVersion,
): Readonly<Record<string, Unwritable>> {
  const fields = resource.fields.flatMap((field): [string, Unwritable][] => {
    const access = field[operation]
    if (access.kind !== 'never') return []
    if (operation === 'create' && isCreatable(field, resource)) return []
    return namesIn(version, resource, field).map((name) => [name, access.because])
  })
  const computed = resource.computed.map(({ name }): [string, Unwritable] => [name, 'computed'])
  return Object.fromEntries([...fields, ...computed])
}

/** The name of a field in a version: one, or none where the version does not have it. */
export function namesIn(
  version: ApiVersion,
  resource: { readonly name: string },
  field: { readonly name: string },
): readonly string[] {
  const names = version.resources[resource.name]
  if (names === undefined) return [field.name]
  if (names.absent || names.without.includes(field.name)) return []
  const renamed = Object.entries(names.renamed).find(([, today]) => today === field.name)
  return [renamed?.[0] ?? field.name]
}

function isCreatable(field: FieldDesign, resource: ResourceDesign): boolean {
  return field.name === 'id' ? resource.clientIds : field.create.kind !== 'never'
}

function propertiesOf(
  fields: readonly FieldDesign[],
  names: (field: FieldDesign) => readonly string[],
  schema: (field: FieldDesign) => JsonSchema,
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    fields.flatMap((field) => names(field).map((name) => [name, schema(field)])),
  )
}

function withDefault(field: FieldDesign): JsonSchema {
  const schema = fieldSchema(field)
  return field.default === undefined ? schema : { ...schema, default: field.default }
}

function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.type !== 'string') return schema
  const type = [schema.type, 'null']
  return schema.enum === undefined
    ? { ...schema, type }
    : { ...schema, type, enum: [...schema.enum, null] }
}

function notNull(type: FieldType): JsonSchema {
  const schema = typeSchema(type)
  return type.kind === 'json' ? { ...schema, not: { type: 'null' } } : schema
}

const SIMPLE = {
  boolean: { type: 'boolean' },
  timestamp: { type: 'string', format: 'date-time', maxLength: 32 },
  date: { type: 'string', format: 'date', maxLength: 10 },
  duration: { type: 'string', format: 'duration', maxLength: 80 },
  uuid: { type: 'string', format: 'uuid', maxLength: 36 },
  ip: { type: 'string', format: 'ip', maxLength: 45 },
  reference: { type: 'string', format: 'uuid', maxLength: 36 },
} as const

const WORDS: Readonly<Record<'url' | 'email' | 'slug', (max?: number) => JsonSchema>> = {
  url: (max = URL_MAX) => ({ type: 'string', format: 'uri', maxLength: max }),
  email: (max = EMAIL_MAX) => ({ type: 'string', format: 'email', maxLength: max }),
  slug: (max = SLUG_MAX) => ({
    type: 'string',
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
    maxLength: max,
  }),
}

function textSchema(type: FieldType & { kind: 'text' }): JsonSchema {
  return {
    type: 'string',
    ...(type.min === undefined ? {} : { minLength: type.min }),
    maxLength: type.max ?? TEXT_MAX,
    pattern: type.pattern ?? NO_NUL,
  }
}

/** Bounds beyond 32 bits mean a wider column; JSON numbers are exact up to 2^53. */
function intSchema(type: FieldType & { kind: 'int' }): JsonSchema {
  const { min = 0, max = 0 } = type
  const isWide = Math.max(Math.abs(min), Math.abs(max)) > INT32_MAX
  const limit = isWide ? Number.MAX_SAFE_INTEGER : INT32_MAX
  return {
    type: 'integer',
    format: isWide ? 'int64' : 'int32',
    minimum: type.min ?? (isWide ? -limit : -INT32_MAX - 1),
    maximum: type.max ?? limit,
  }
}

function decimalSchema(
  limits: { readonly min?: string; readonly max?: string },
  precision: number,
  scale: number,
): JsonSchema {
  const whole = precision - scale
  const integer = whole > 0 ? `(0|[1-9]\\d{0,${whole - 1}})` : '0'
  return {
    type: 'string',
    format: 'decimal',
    pattern: scale > 0 ? `^-?${integer}(\\.\\d{1,${scale}})?$` : `^-?${integer}$`,
    maxLength: precision + 3,
    ...bounds(limits),
  }
}

function bounds(limits: { readonly min?: string; readonly max?: string }): JsonSchema {
  return {
    ...(limits.min === undefined ? {} : { 'x-minimum': limits.min }),
    ...(limits.max === undefined ? {} : { 'x-maximum': limits.max }),
  }
}

/** Four characters of Base64 stand for three bytes. */
function bytesSchema(maxBytes: number): JsonSchema {
  return {
    type: 'string',
    format: 'byte',
    contentEncoding: 'base64',
    maxLength: Math.ceil(maxBytes / 3) * 4,
  }
}

function arraySchema(type: ArrayType): JsonSchema {
  return { type: 'array', items: typeSchema(type.of), maxItems: type.maxItems ?? ITEMS_MAX }
}

function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}
