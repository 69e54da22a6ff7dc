import type { SourcePlace } from '../../std/finding.ts'
import type { FieldDefinition } from './definition.ts'
import type { FieldType, ScalarType } from './field-type.ts'
import { placeOfCall } from './place.ts'

/** Every kind of field but the reference. */
export type FieldKind = ScalarType['kind'] | 'array'

/** Only a type: what `is` and the inference of rows read. No value carries it. */
declare const traits: unique symbol

type NumberBound = 'text' | 'int'
type ExactBound = 'bigint' | 'decimal' | 'money'
type SizeBound = 'url' | 'email' | 'slug' | 'json' | 'bytes' | 'array'

type MinOf<K> = K extends NumberBound
  ? number
  : K extends ExactBound
    ? number | bigint | string
    : never
type MaxOf<K> = K extends SizeBound ? number : MinOf<K>
type Only<K, Allowed> = K extends Allowed ? [] : [never]

/** A field as written so far. `mistakes` are calls that the types refuse and plain JavaScript allows. */
export interface FieldDraft extends Omit<FieldDefinition, 'name'> {
  readonly mistakes: readonly string[]
}

/** What all fields have in common, references included. */
export interface AnyField {
  readonly draft: FieldDraft
}

/**
 * A field of kind `K` that holds a `T`. `Given`: the value may be left out of a new row.
 * `Closed`: a client may never write it.
 */
export interface Field<
  K extends FieldKind,
  T,
  Given extends boolean = false,
  Closed extends boolean = false,
> extends AnyField {
  readonly [traits]: {
    readonly kind: K
    readonly value: T
    readonly given: Given
    readonly closed: Closed
  }
  /** May be null. */
  optional(): Field<K, T | null, true, Closed>
  /** The value of a new row that brings none. */
  default(value: NonNullable<T>): Field<K, T, true, Closed>
  /** No two rows have the same value. */
  unique(): this
  /** Smallest value; of text: fewest characters. */
  min(bound: MinOf<K>): this
  /** Largest value; of text: most characters; of json and bytes: most bytes; of arrays: most items. */
  max(bound: MaxOf<K>): this
  /** A regular expression, without delimiters, that the whole of PostgreSQL, JSON Schema and JavaScript read alike. */
  pattern(expression: K extends 'text' ? string : never): this
  /** Never in a response, unless `readable` of the resource opens it. */
  private(): this
  /** Written by server code only. */
  serverOnly(): Field<K, T, Given, true>
  /** Written once, at creation. */
  immutable(): this
  /** Encrypted at rest; `searchable: 'exact'` keeps equality askable. */
  encrypted(options?: { readonly searchable?: 'exact' }): this
  /** May be named in `list.search`. */
  searchable(...none: Only<K, 'text'>): this
  /** The name it had before: a rename, never a drop and an addition. */
  was(name: string): this
  /** For people who read the documents. */
  describe(description: string): this
}

/** The id of a row of resource `To`. */
export interface Reference<
  To extends string,
  Nullable extends boolean = false,
  Given extends boolean = false,
  Closed extends boolean = false,
> extends AnyField {
  readonly [traits]: {
    readonly to: To
    readonly nullable: Nullable
    readonly given: Given
    readonly closed: Closed
  }
  /** May be null. */
  optional(): Reference<To, true, true, Closed>
  /** No two rows point to the same row. */
  unique(): this
  /** The server writes the id of the acting user. */
  setBy(who: 'actor'): Reference<To, Nullable, true, true>
  /** What happens here when the row it points to is deleted. Mandatory for a required reference. */
  onDelete(
    effect: Nullable extends true ? 'cascade' | 'restrict' | 'null' : 'cascade' | 'restrict',
  ): this
  /** Never in a response, unless `readable` of the resource opens it. */
  private(): this
  /** Written by server code only. */
  serverOnly(): Reference<To, Nullable, Given, true>
  /** Written once, at creation. */
  immutable(): this
  /** The name it had before. */
  was(name: string): this
  /** For people who read the documents. */
  describe(description: string): this
}

/** A new field of `type`, declared at `place`. */
export function draftOf(type: FieldType, place: SourcePlace): FieldDraft {
  return {
    type,
    optional: false,
    unique: false,
    private: false,
    serverOnly: false,
    immutable: false,
    searchable: false,
    place,
    mistakes: [],
  }
}

/** The chainable form of a draft: each word returns a new one. */
export function fieldFrom<K extends FieldKind, T>(draft: FieldDraft): Field<K, T>
export function fieldFrom(draft: FieldDraft): AnyField {
  return chainOf(draft)
}

/** The chainable form of a draft of a reference. */
function referenceFrom<To extends string>(draft: FieldDraft): Reference<To>
function referenceFrom(draft: FieldDraft): AnyField {
  return chainOf(draft)
}

/** The id of a row of another resource. */
export function ref<const To extends string>(to: To): Reference<To> {
  return referenceFrom(draftOf({ kind: 'reference', to: String(to) }, placeOfCall(ref)))
}

function chainOf(draft: FieldDraft): AnyField {
  const next = (change: Partial<FieldDraft>): AnyField => chainOf({ ...draft, ...change })
  const words = {
    optional: () => next({ optional: true }),
    default: (value: unknown) => next({ default: value }),
    unique: () => next({ unique: true }),
    min: (bound: unknown) => next(bounded(draft, 'min', bound)),
    max: (bound: unknown) => next(bounded(draft, 'max', bound)),
    pattern: (expression: unknown) => next(patterned(draft, expression)),
    private: () => next({ private: true }),
    serverOnly: () => next({ serverOnly: true }),
    immutable: () => next({ immutable: true }),
    encrypted: (options?: { readonly searchable?: 'exact' }) => next({ encrypted: options ?? {} }),
    searchable: () => next({ searchable: true }),
    setBy: (who: 'actor') => next({ setBy: who }),
    onDelete: (effect: 'cascade' | 'restrict' | 'null') => next({ onDelete: effect }),
    was: (name: string) => next({ was: name }),
    describe: (description: string) => next({ description }),
  }
  return { draft, ...words }
}

const EXACT: ReadonlySet<string> = new Set(['bigint', 'decimal', 'money'])

/** `min` or `max` in the words of the type: bytes for json, items for arrays, decimal text for exact numbers. */
function bounded(draft: FieldDraft, side: 'min' | 'max', bound: unknown): Partial<FieldDraft> {
  const word = boundName(draft.type.kind, side)
  if (word === undefined) return mistaken(draft, `.${side}() has no meaning for ${draft.type.kind}`)
  const value = EXACT.has(draft.type.kind) ? exactText(bound) : bound
  const expected = EXACT.has(draft.type.kind) ? 'string' : 'number'
  if (typeof value !== expected) return mistaken(draft, `.${side}() takes a ${expected}`)
  return { type: { ...draft.type, [word]: value } }
}

function exactText(bound: unknown): unknown {
  return typeof bound === 'number' || typeof bound === 'bigint' ? String(bound) : bound
}

function boundName(kind: FieldType['kind'], side: 'min' | 'max'): string | undefined {
  if (kind === 'text' || kind === 'int' || EXACT.has(kind)) return side
  if (side === 'min') return undefined
  if (kind === 'url' || kind === 'email' || kind === 'slug') return 'max'
  if (kind === 'json' || kind === 'bytes') return 'maxBytes'
  return kind === 'array' ? 'maxItems' : undefined
}

function patterned(draft: FieldDraft, expression: unknown): Partial<FieldDraft> {
  if (draft.type.kind !== 'text' || typeof expression !== 'string')
    return mistaken(
      draft,
      '.pattern() takes the text of a regular expression, and belongs to text()',
    )
  return { type: { ...draft.type, pattern: expression } }
}

function mistaken(draft: FieldDraft, mistake: string): Partial<FieldDraft> {
  return { mistakes: [...draft.mistakes, mistake] }
}

/** True for what `text()`, `ref()` and their siblings return. */
export function isField(value: unknown): value is AnyField {
  return typeof value === 'object' && value !== null && 'draft' in value
}
