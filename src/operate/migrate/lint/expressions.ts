import type { Node } from 'libpg-query'
import { nameOf } from './names.ts'

/**
 * Built-in functions that give another value for each row: a default made of one rewrites the table.
 * What is not listed is taken for volatile, unless it is known to be stable or immutable.
 *
 * @see https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
const NOT_VOLATILE: ReadonlySet<string> = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'current_setting',
  'current_database',
  'current_schema',
  'to_timestamp',
  'to_date',
  'to_char',
  'timezone',
  'date_trunc',
  'lower',
  'upper',
  'md5',
  'concat',
  'coalesce',
  'jsonb_build_object',
  'json_build_object',
  'jsonb_build_array',
  'json_build_array',
  'to_jsonb',
  'to_json',
  'array_fill',
  'make_interval',
  'make_date',
  'decode',
  'encode',
  'sha256',
  'length',
  'repeat',
  'round',
  'abs',
  'floor',
  'ceil',
  'int4range',
  'tstzrange',
])

/** How often the value of a default changes. */
export function volatilityOf(expression: Node | undefined): 'constant' | 'stable' | 'volatile' {
  const calls = functionsIn(expression)
  if (calls.some((name) => !NOT_VOLATILE.has(name))) return 'volatile'
  return calls.length > 0 ? 'stable' : 'constant'
}

function functionsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(functionsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'FuncCall' ? [calledName(inner), ...functionsIn(inner)] : functionsIn(inner),
  )
}

function calledName(call: { funcname?: Node[] }): string {
  return nameOf(call.funcname?.at(-1))
}

/** The column of `column is not null`, where that is the whole condition. */
export function notNullColumn(expression: Node | undefined): string | undefined {
  if (!(expression && 'NullTest' in expression)) return undefined
  const { nulltesttype, arg } = expression.NullTest
  if (nulltesttype !== 'IS_NOT_NULL' || !(arg && 'ColumnRef' in arg)) return undefined
  return nameOf(arg.ColumnRef.fields?.at(-1))
}

/** The names of columns that an expression reads. */
export function columnsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(columnsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'ColumnRef' ? [nameOf(inner.fields?.at(-1))] : columnsIn(inner),
  )
}
