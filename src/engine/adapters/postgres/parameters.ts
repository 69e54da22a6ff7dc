/** What the wire takes: text, bytes for `bytea`, or null. */
export type Parameter = string | Buffer | null

/** The parameters of a statement as PostgreSQL reads them in text format. */
export function toParameters(values: readonly unknown[]): Parameter[] {
  const parameters = new Array<Parameter>(values.length)
  for (let i = 0; i < values.length; i++) parameters[i] = toParameter(values[i])
  return parameters
}

/**
 * One value as text: an array becomes an array literal, a `Date` its ISO form in UTC, another object JSON.
 * A value that has no text (a function, `undefined`) is a bug of the caller.
 */
function toParameter(value: unknown): Parameter {
  if (typeof value === 'string') return value
  if (value === null) return null
  if (typeof value === 'object') return objectToParameter(value)
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return String(value)
  throw new Error(`A ${typeof value} cannot be a parameter`)
}

function objectToParameter(value: object): Parameter {
  if (Buffer.isBuffer(value)) return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return toArrayLiteral(value)
  return JSON.stringify(value)
}

/** @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function toArrayLiteral(items: readonly unknown[]): string {
  return `{${items.map(toArrayItem).join(',')}}`
}

function toArrayItem(item: unknown): string {
  if (item === null) return 'NULL'
  if (Array.isArray(item)) return toArrayLiteral(item)
  const text = toParameter(item)
  if (text === null) return 'NULL'
  // Inside quotes a backslash escapes the next character, so the bytea prefix is doubled.
  if (Buffer.isBuffer(text)) return `"\\\\x${text.toString('hex')}"`
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
