import type { FieldType, ScalarType } from '../blueprint/field-type.ts'
import { didYouMean } from './suggest.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const DATE = /^\d{4}-\d{2}-\d{2}$/
const EXACT = /^-?\d+(?:\.\d+)?$/
const DURATION =
  /^-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/

/** Why a value cannot be held by a field of this type, its bounds left aside; undefined where it can. */
export function misfit(type: FieldType, value: unknown): string | undefined {
  if (type.kind === 'oneOf') return notAmong(type.values, value)
  if (type.kind === 'array') return itemMisfit(type.of, value)
  return FITS[type.kind](value) ? undefined : `${show(value)} is no ${WORD[type.kind] ?? type.kind}`
}

type Plain = Exclude<FieldType['kind'], 'oneOf' | 'array'>

const isText = (value: unknown): value is string => typeof value === 'string'
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    isText(value) && pattern.test(value)
const isExact = (value: unknown): boolean =>
  typeof value === 'bigint' || Number.isFinite(value) || matches(EXACT)(value)

const FITS: Readonly<Record<Plain, (value: unknown) => boolean>> = {
  text: isText,
  url: matches(/^https?:\/\/\S+$/),
  email: matches(/^[^\s@]+@[^\s@]+$/),
  slug: matches(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  int: Number.isInteger,
  bigint: (value) => isExact(value) && !String(value).includes('.'),
  decimal: isExact,
  money: isExact,
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) =>
    value instanceof Date
      ? !Number.isNaN(value.getTime())
      : isText(value) && !Number.isNaN(Date.parse(value)),
  date: (value) => matches(DATE)(value) && !Number.isNaN(Date.parse(String(value))),
  duration: matches(DURATION),
  uuid: matches(UUID),
  ip: matches(/^[0-9a-fA-F.:]+$/),
  json: (value) => value !== undefined && typeof value !== 'function',
  bytes: (value) => value instanceof Uint8Array,
  reference: matches(UUID),
}

const WORD: Readonly<Partial<Record<Plain, string>>> = {
  int: 'whole number',
  bigint: 'whole number',
  reference: 'id of a row',
}

function notAmong(values: readonly string[], value: unknown): string | undefined {
  if (isText(value) && values.includes(value)) return undefined
  const meant = isText(value) ? didYouMean(value, values) : ''
  return `${show(value)} is none of ${values.join(', ')}${meant}`
}

function itemMisfit(of: ScalarType, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `${show(value)} is no list`
  return value.map((item) => misfit(of, item)).find((wrong) => wrong !== undefined)
}

/** A value as a message shows it. */
export function show(value: unknown): string {
  return isText(value) ? `'${value}'` : String(value)
}
