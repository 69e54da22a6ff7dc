import type { FieldType } from '../../compile/design.ts'
import { FORMATS } from '../../compile/formats.ts'

type Kind = Exclude<FieldType['kind'], 'oneOf'>

interface Check {
  readonly passes: (text: string) => boolean
  /** What the value should be. */
  readonly wanted: string
}

const ANY_TEXT: Check = { passes: () => true, wanted: 'is text.' }
const UUID: Check = { passes: isUuid, wanted: 'is a UUID.' }
const DECIMAL: Check = {
  passes: (text) => text.length <= MOST_DIGITS && hasFormat('decimal', text),
  wanted: 'is a decimal number.',
}
const NEVER: Check = { passes: () => false, wanted: 'cannot be filtered.' }

const CHECKS: Readonly<Record<Kind, Check>> = {
  text: ANY_TEXT,
  url: ANY_TEXT,
  email: ANY_TEXT,
  slug: ANY_TEXT,
  boolean: { passes: (text) => text === 'true' || text === 'false', wanted: 'is true or false.' },
  int: { passes: (text) => isWhole(text, INT32), wanted: 'is a whole number of at most 32 bits.' },
  bigint: {
    passes: (text) => isWhole(text, INT64),
    wanted: 'is a whole number of at most 64 bits.',
  },
  decimal: DECIMAL,
  money: DECIMAL,
  timestamp: {
    passes: (text) => hasFormat('date-time', text),
    wanted: 'is a time as RFC 3339 writes it, its + sent as %2B.',
  },
  date: { passes: (text) => hasFormat('date', text), wanted: 'is a date as 2026-11-23.' },
  duration: {
    passes: (text) => hasFormat('duration', text),
    wanted: 'is a duration as ISO 8601 writes it.',
  },
  uuid: UUID,
  reference: UUID,
  ip: { passes: (text) => hasFormat('ip', text), wanted: 'is an IP address.' },
  bytes: NEVER,
  json: NEVER,
  array: NEVER,
}

/** What is wrong with a value of a filter; undefined where PostgreSQL can read it as the type. Nothing is coerced. */
export function valueFault(type: FieldType, text: string): string | undefined {
  if (type.kind === 'oneOf') {
    return type.values.includes(text) ? undefined : `is one of ${type.values.join(', ')}.`
  }
  const { passes, wanted } = CHECKS[type.kind]
  return passes(text) ? undefined : wanted
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
