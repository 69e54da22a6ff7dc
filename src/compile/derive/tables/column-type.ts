import { ident, join, literal, Sql, sql } from '../../../sql/sql.ts'
import type { FieldType, ScalarType } from '../../model.ts'

const MAX_INT4 = 2_147_483_647
const DEFAULT_PRECISION = 18
const DEFAULT_SCALE = 6

/** The type of PostgreSQL that holds a field. */
export function columnType(type: FieldType): string {
  switch (type.kind) {
    case 'reference':
      return 'uuid'
    case 'array':
      return `${scalarType(type.of)}[]`
    default:
      return scalarType(type)
  }
}

const PLAIN_TYPES = {
  text: 'text',
  oneOf: 'text',
  url: 'text',
  email: 'text',
  slug: 'text',
  bigint: 'bigint',
  money: 'numeric(19,4)',
  json: 'jsonb',
  bytes: 'bytea',
  boolean: 'boolean',
  timestamp: 'timestamptz',
  date: 'date',
  duration: 'interval',
  uuid: 'uuid',
  ip: 'inet',
} as const

function scalarType(type: ScalarType): string {
  switch (type.kind) {
    case 'int':
      return Math.max(Math.abs(type.min ?? 0), Math.abs(type.max ?? 0)) > MAX_INT4
        ? 'bigint'
        : 'integer'
    case 'decimal':
      return `numeric(${type.precision ?? DEFAULT_PRECISION},${type.scale ?? DEFAULT_SCALE})`
    default:
      return PLAIN_TYPES[type.kind]
  }
}

/** What a row must satisfy, as conditions on `column`; none where the type says it all. */
export function typeChecks(type: FieldType, column: string): readonly Sql[] {
  const name = ident(column)
  switch (type.kind) {
    case 'reference':
      return []
    case 'array':
      return arrayChecks(type, name)
    default:
      return scalarChecks(type, name)
  }
}

const DEFAULT_MAX_ITEMS = 100

function arrayChecks(type: FieldType & { kind: 'array' }, name: Sql): readonly Sql[] {
  const size = sql`cardinality(${name}) <= ${literal(type.maxItems ?? DEFAULT_MAX_ITEMS)}`
  const whole = sql`array_position(${name}, null) is null`
  if (type.of.kind !== 'oneOf') return [size, whole]
  return [size, whole, sql`${name} <@ array[${list(type.of.values)}]::text[]`]
}

function scalarChecks(type: ScalarType, name: Sql): readonly Sql[] {
  switch (type.kind) {
    case 'text':
      return textChecks(type, name)
    case 'url':
    case 'email':
    case 'slug':
      return [
        sql`${name} ~ ${literal(FORMATS[type.kind])}`,
        ...lengthChecks({ max: type.max }, name),
      ]
    case 'oneOf':
      return [sql`${name} in (${list(type.values)})`]
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'money':
      return rangeChecks(type, name)
    case 'json':
      return sizeChecks(type.maxBytes, sql`octet_length(${name}::text)`)
    case 'bytes':
      return sizeChecks(type.maxBytes, sql`octet_length(${name})`)
    case 'boolean':
    case 'timestamp':
    case 'date':
    case 'duration':
    case 'uuid':
    case 'ip':
      return []
  }
}

/** Coarse on purpose: the server validates exactly; these keep out what no server of ours wrote. */
const FORMATS = {
  url: '^[a-zA-Z][a-zA-Z0-9+.-]*:[^[:space:]]+$',
  email: '^[^@[:space:]]+@[^@[:space:]]+$',
  slug: '^[a-z0-9]+(-[a-z0-9]+)*$',
} as const

function textChecks(type: ScalarType & { kind: 'text' }, name: Sql): readonly Sql[] {
  const pattern = type.pattern === undefined ? [] : [sql`${name} ~ ${literal(type.pattern)}`]
  return [...lengthChecks({ min: type.min, max: type.max }, name), ...pattern]
}

function lengthChecks(
  bounds: { readonly min?: number | undefined; readonly max: number | undefined },
  name: Sql,
): readonly Sql[] {
  const { min, max } = bounds
  return [
    ...(min === undefined || min <= 0 ? [] : [sql`char_length(${name}) >= ${literal(min)}`]),
    ...(max === undefined ? [] : [sql`char_length(${name}) <= ${literal(max)}`]),
  ]
}

/** A decimal string stays exact: a quoted constant takes the type of the column. */
function rangeChecks(
  type: { readonly min?: number | string; readonly max?: number | string },
  name: Sql,
): readonly Sql[] {
  return [
    ...(type.min === undefined ? [] : [sql`${name} >= ${literal(type.min)}`]),
    ...(type.max === undefined ? [] : [sql`${name} <= ${literal(type.max)}`]),
  ]
}

function sizeChecks(maxBytes: number | undefined, size: Sql): readonly Sql[] {
  return maxBytes === undefined ? [] : [sql`${size} <= ${literal(maxBytes)}`]
}

function list(values: readonly string[]): Sql {
  return join(
    values.map((value) => literal(value)),
    ', ',
  )
}

/** A default of the blueprint as an expression of SQL. `value` was checked against the type. */
export function defaultSql(type: FieldType, value: unknown): Sql {
  if (value === null) return sql`null`
  if (type.kind === 'array') return arraySql(type, value)
  if (type.kind === 'json') return sql`${literal(JSON.stringify(value))}::jsonb`
  if (type.kind === 'bytes') return sql`decode(${literal(String(value))}, 'base64')`
  if (typeof value === 'boolean' || typeof value === 'number') return literal(value)
  const text = literal(String(value))
  return columnType(type) === 'text' ? text : sql`${text}::${raw(columnType(type))}`
}

function arraySql(type: FieldType & { kind: 'array' }, value: unknown): Sql {
  const items = Array.isArray(value) ? value.map((item) => defaultSql(type.of, item)) : []
  return sql`array[${join(items, ', ')}]::${raw(columnType(type))}`
}

/** A type name of our own table, never a text from outside. */
function raw(type: string): Sql {
  return new Sql([type], [])
}
