import type { FieldType, ScalarType } from '../../compile/design.ts'
import { type Sql, sql } from '../../sql/sql.ts'

/**
 * How a value of a column becomes JSON, in both places that can do it. The two make the same bytes:
 * `json` of `cell` as PostgreSQL prints it is what PostgreSQL makes of `sql`.
 */
export interface ValueJson {
  /** What the server selects when it makes the JSON itself. */
  readonly cell: (column: Sql) => Sql
  /** The cell as JSON. */
  readonly json: (cell: string) => string
  /** The JSON, made by PostgreSQL; null for null. */
  readonly sql: (column: Sql) => Sql
}

const asIs = (column: Sql): Sql => column
const quoted = (text: string): string => `"${text}"`
const quotedSql = (column: Sql): Sql => sql`'"' || ${column} || '"'`
const raw = (json: string): string => json

/** Text that may hold anything. PostgreSQL and JavaScript escape the same characters in the same way. */
const TEXT: ValueJson = {
  cell: asIs,
  json: (text) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)),
  sql: (column) => sql`to_json(${column})`,
}

/** A test by pattern costs less than JSON.stringify, which looks for lone surrogates as well. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON has to escape
const PLAIN = /^[^\u0000-\u001f"\\]*$/

/** Text that can hold nothing to escape: digits, UUIDs, dates. */
const QUOTED: ValueJson = { cell: asIs, json: quoted, sql: quotedSql }

const NUMBER: ValueJson = { cell: asIs, json: raw, sql: (column) => sql`${column}::text` }

const BOOLEAN: ValueJson = {
  cell: asIs,
  json: (cell) => (cell === 't' ? 'true' : 'false'),
  sql: (column) => sql`${column}::text`,
}

/** Sessions run in UTC, so the offset is always `+00`: made `T` and `Z` of RFC 3339, no digit changed. */
const TIMESTAMP: ValueJson = {
  cell: asIs,
  json: (cell) => `"${timestampText(cell)}"`,
  sql: (column) => sql`replace(to_json(${column})::text, '+00:00"', 'Z"')`,
}

/** What is JSON already in PostgreSQL, or has no printed form but there. */
function made(make: (column: Sql) => Sql): ValueJson {
  return { cell: make, json: raw, sql: make }
}

/** Every part of an interval, then without those that are zero: `P1DT2H`, `PT0.5S`; nothing at all is `PT0S`. */
const DURATION = made((column) => {
  const all = sql`to_char(${column}, '"P"FMYYYY"Y"FMMM"M"FMDD"DT"FMHH24"H"FMMI"M"FMSS.US"S"')`
  const exact = sql`regexp_replace(${all}, '[.]?0+S$', 'S')`
  const parts = sql`regexp_replace(${exact}, '(?<![0-9.])0*[YMDHS]', '', 'g')`
  return sql`'"' || coalesce(nullif(rtrim(${parts}, 'T'), 'P'), 'PT0S') || '"'`
})
/** `encode` breaks its lines; RFC 4648 does not. */
const BYTES = made((column) => sql`'"' || translate(encode(${column}, 'base64'), E'\n', '') || '"'`)
const IP = made((column) => sql`'"' || host(${column}) || '"'`)
const DOCUMENT = made((column) => sql`${column}::text`)

/** JSON that PostgreSQL has made already. */
export const JSON_VALUE: ValueJson = made(asIs)

/** `2026-11-23 23:20:07.123456+00` as `2026-11-23T23:20:07.123456Z`. */
export function timestampText(cell: string): string {
  return cell.endsWith('+00') ? `${cell.slice(0, 10)}T${cell.slice(11, -3)}Z` : cell
}

/** The JSON of values of a type. */
export function valueJson(type: FieldType): ValueJson {
  return type.kind === 'array' ? arrayJson(scalarJson(type.of)) : scalarJson(type)
}

/** Whether the cell of a value is the text of its column, so that a cursor can be made of it. */
export function isPlain(type: FieldType): boolean {
  return valueJson(type).cell === asIs
}

function scalarJson(type: Exclude<FieldType, { kind: 'array' }>): ValueJson {
  switch (type.kind) {
    case 'text':
    case 'oneOf':
    case 'url':
    case 'email':
    case 'slug':
      return TEXT
    case 'int':
      return NUMBER
    case 'boolean':
      return BOOLEAN
    case 'timestamp':
      return TIMESTAMP
    case 'bigint':
    case 'decimal':
    case 'money':
    case 'date':
    case 'uuid':
    case 'reference':
      return QUOTED
    case 'duration':
      return DURATION
    case 'bytes':
      return BYTES
    case 'ip':
      return IP
    case 'json':
      return DOCUMENT
  }
}

function arrayJson(item: ValueJson): ValueJson {
  return made(
    (column) =>
      sql`'[' || array_to_string(array(select coalesce(${item.sql(sql`item`)}::text, 'null') from unnest(${column}) as item), ',') || ']'`,
  )
}

/** SQL type of a scalar, to which the text of a filter is cast. */
export function sqlTypeOf(type: ScalarType['kind'] | 'reference'): string {
  return SQL_TYPES[type]
}

const SQL_TYPES: Readonly<Record<ScalarType['kind'] | 'reference', string>> = {
  text: 'text',
  oneOf: 'text',
  url: 'text',
  email: 'text',
  slug: 'text',
  int: 'integer',
  boolean: 'boolean',
  timestamp: 'timestamptz',
  bigint: 'bigint',
  decimal: 'numeric',
  money: 'numeric',
  date: 'date',
  uuid: 'uuid',
  reference: 'uuid',
  duration: 'interval',
  bytes: 'bytea',
  ip: 'inet',
  json: 'jsonb',
}
