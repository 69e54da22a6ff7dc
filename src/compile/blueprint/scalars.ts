import { draftOf, type Field, type FieldKind, fieldFrom, isField } from './field.ts'
import type { ScalarType } from './field-type.ts'
import { placeOfCall } from './place.ts'

/** A value that JSON can carry. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json }

/** Text, at most 10,000 characters unless `.max()` says otherwise. */
export function text(): Field<'text', string> {
  return fieldFrom(draftOf({ kind: 'text' }, placeOfCall(text)))
}

/** A whole number of 32 bits. */
export function int(): Field<'int', number> {
  return fieldFrom(draftOf({ kind: 'int' }, placeOfCall(int)))
}

/** A whole number of 64 bits; a string in JSON, where such a number would lose digits. */
export function bigint(): Field<'bigint', bigint> {
  return fieldFrom(draftOf({ kind: 'bigint' }, placeOfCall(bigint)))
}

/** An exact decimal; default 18 digits, 6 of them after the point. A string in JSON. */
export function decimal(
  options: { readonly precision?: number; readonly scale?: number } = {},
): Field<'decimal', string> {
  return fieldFrom(draftOf({ ...options, kind: 'decimal' }, placeOfCall(decimal)))
}

/** An amount in one currency (ISO 4217), exact. A string in JSON. */
export function money(currency: string): Field<'money', string> {
  return fieldFrom(draftOf({ kind: 'money', currency }, placeOfCall(money)))
}

/** True or false. */
export function boolean(): Field<'boolean', boolean> {
  return fieldFrom(draftOf({ kind: 'boolean' }, placeOfCall(boolean)))
}

/** An instant, in UTC, with microseconds. */
export function timestamp(): Field<'timestamp', Date> {
  return fieldFrom(draftOf({ kind: 'timestamp' }, placeOfCall(timestamp)))
}

/** A day of the calendar: `2026-11-23`. */
export function date(): Field<'date', string> {
  return fieldFrom(draftOf({ kind: 'date' }, placeOfCall(date)))
}

/** A length of time, ISO 8601: `PT15M`. */
export function duration(): Field<'duration', string> {
  return fieldFrom(draftOf({ kind: 'duration' }, placeOfCall(duration)))
}

/** A UUID that is no reference. */
export function uuid(): Field<'uuid', string> {
  return fieldFrom(draftOf({ kind: 'uuid' }, placeOfCall(uuid)))
}

/** An absolute http or https URL. */
export function url(): Field<'url', string> {
  return fieldFrom(draftOf({ kind: 'url' }, placeOfCall(url)))
}

/** An address for mail. */
export function email(): Field<'email', string> {
  return fieldFrom(draftOf({ kind: 'email' }, placeOfCall(email)))
}

/** Lower-case words with hyphens, for addresses: `my-first-post`. */
export function slug(): Field<'slug', string> {
  return fieldFrom(draftOf({ kind: 'slug' }, placeOfCall(slug)))
}

/** An IPv4 or IPv6 address. */
export function ip(): Field<'ip', string> {
  return fieldFrom(draftOf({ kind: 'ip' }, placeOfCall(ip)))
}

/** A JSON document. It can be stored and returned, not asked for. */
export function json(): Field<'json', Json> {
  return fieldFrom(draftOf({ kind: 'json' }, placeOfCall(json)))
}

/** Bytes; base64 in JSON. */
export function bytes(): Field<'bytes', Uint8Array> {
  return fieldFrom(draftOf({ kind: 'bytes' }, placeOfCall(bytes)))
}

/** One of a closed set of words. */
export function oneOf<const V extends readonly string[]>(...values: V): Field<'oneOf', V[number]> {
  const draft = draftOf({ kind: 'oneOf', values: values.map(String) }, placeOfCall(oneOf))
  const isText = values.every((value) => typeof value === 'string')
  return fieldFrom(isText ? draft : { ...draft, mistakes: ['oneOf() takes words'] })
}

/** A list of scalars, at most 100 unless `.max()` says otherwise. */
export function arrayOf<T>(
  item: Field<Exclude<FieldKind, 'array'>, T>,
): Field<'array', readonly T[]> {
  const place = placeOfCall(arrayOf)
  const of = scalarOf(item)
  const draft = draftOf({ kind: 'array', of: of ?? { kind: 'text' } }, place)
  return fieldFrom(
    of === undefined
      ? { ...draft, mistakes: ['arrayOf() takes a scalar field: arrayOf(text())'] }
      : draft,
  )
}

function scalarOf(item: unknown): ScalarType | undefined {
  if (!isField(item)) return undefined
  const { type } = item.draft
  return type.kind === 'array' || type.kind === 'reference' ? undefined : type
}
