import type { FieldType } from '../../compile/design.ts'
import { FORMATS } from '../../compile/formats.ts'

/** What is wrong with a value of a filter; undefined where PostgreSQL can read it as the type. Nothing is coerced. */
export function valueFault(type: FieldType, text: string): string | undefined {
  switch (type.kind) {
    case 'text':
    case 'url':
    case 'email':
    case 'slug':
      return undefined
    case 'oneOf':
      return type.values.includes(text) ? undefined : `is one of ${type.values.join(', ')}.`
    case 'boolean':
      return text === 'true' || text === 'false' ? undefined : 'is true or false.'
    case 'int':
      return isWhole(text, INT32) ? undefined : 'is a whole number of at most 32 bits.'
    case 'bigint':
      return isWhole(text, INT64) ? undefined : 'is a whole number of at most 64 bits.'
    case 'decimal':
    case 'money':
      return text.length <= MOST_DIGITS && hasFormat('decimal', text) ? undefined : 'is a decimal number.'
    case 'timestamp':
      return hasFormat('date-time', text) ? undefined : 'is a time as RFC 3339 writes it.'
    case 'date':
      return hasFormat('date', text) ? undefined : 'is a date as 2026-11-23.'
    case 'duration':
      return hasFormat('duration', text) ? undefined : 'is a duration as ISO 8601 writes it.'
    case 'uuid':
    case 'reference':
      return isUuid(text) ? undefined : 'is a UUID.'
    case 'ip':
      return hasFormat('ip', text) ? undefined : 'is an IP address.'
    case 'bytes':
    case 'json':
    case 'array':
      return 'cannot be filtered.'
  }
}

const INT32 = 2n ** 31n
const INT64 = 2n ** 63n
const MOST_DIGITS = 60

function isWhole(text: string, bound: bigint): boolean {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) return false
  const value = BigInt(text)
  return value >= -bound && value < bound
}

/** Whether a text is a UUID in the form that PostgreSQL prints, in either case. */
export function isUuid(text: string): boolean {
  return hasFormat('uuid', text)
}

function hasFormat(name: string, text: string): boolean {
  const format = FORMATS[name]
  return typeof format === 'function' && format(text)
}
