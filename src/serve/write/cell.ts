import type { FieldType } from '../../compile/design.ts'

/** A checked JSON value as the text that PostgreSQL reads into the column of its field. */
export function toCell(type: FieldType, value: unknown): string | null {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'json':
      return JSON.stringify(value)
    case 'bytes':
      return `\\x${Buffer.from(String(value), 'base64').toString('hex')}`
    case 'array':
      return toArrayCell(Array.isArray(value) ? value.map((item) => toCell(type.of, item)) : [])
    case 'text':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'money':
    case 'oneOf':
    case 'url':
    case 'email':
    case 'slug':
    case 'boolean':
    case 'timestamp':
    case 'date':
    case 'duration':
    case 'uuid':
    case 'ip':
    case 'reference':
      return String(value)
  }
}

/** An array as PostgreSQL reads it. @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
export function toArrayCell(cells: readonly (string | null)[]): string {
  const quoted = cells.map((cell) =>
    cell === null ? 'NULL' : `"${cell.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  )
  return `{${quoted.join(',')}}`
}
