import { isDeepStrictEqual } from 'node:util'
import type { JsonPatchOperation } from '../request.ts'

/** A JSON value. */
export type Json = unknown

/** Why a patch cannot be applied: `index` is the operation at fault. */
export interface PatchFault {
  readonly kind: 'test-failed' | 'path-not-found'
  readonly index: number
}

/** What a patch makes of a document. */
export type Patched = { readonly kind: 'patched'; readonly document: Json } | PatchFault

/**
 * Applies a patch: all of it or nothing. The document is not changed; what is kept is shared.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function applyJsonPatch(document: Json, operations: readonly JsonPatchOperation[]): Patched {
  let current = document
  for (const [index, operation] of operations.entries()) {
    const next = applyOperation(current, operation)
    if (next === NOT_FOUND) return { kind: 'path-not-found', index }
    if (next === UNEQUAL) return { kind: 'test-failed', index }
    current = next
  }
  return { kind: 'patched', document: current }
}

/** The tokens of a JSON pointer; undefined where it is none, or leads through a prototype. */
export function parsePointer(text: string): readonly string[] | undefined {
  if (text === '') return []
  if (!text.startsWith('/') || /~(?![01])/.test(text)) return undefined
  const tokens = text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
  return tokens.some((token) => PROTOTYPES.includes(token)) ? undefined : tokens
}

/**
 * What a merge patch makes of a document.
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export function applyMergePatch(document: Json, patch: Json): Json {
  if (!isObject(patch)) return patch
  const target = isObject(document) ? document : {}
  const kept = Object.entries(target).filter(([name]) => !Object.hasOwn(patch, name))
  const set = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => [name, applyMergePatch(own(target, name), value)] as const)
  return Object.fromEntries([...kept, ...set])
}

const PROTOTYPES: readonly string[] = ['__proto__', 'constructor', 'prototype']
const NOT_FOUND = Symbol('not found')
const UNEQUAL = Symbol('unequal')
const INDEX = /^(?:0|[1-9]\d*)$/

type Outcome = Json | typeof NOT_FOUND | typeof UNEQUAL

function applyOperation(document: Json, operation: JsonPatchOperation): Outcome {
  const path = parsePointer(operation.path)
  const from = parsePointer(operation.from ?? '')
  if (path === undefined || from === undefined) return NOT_FOUND
  const { op, value } = operation
  switch (op) {
    case 'add':
      return add(document, path, value)
    case 'remove':
      return remove(document, path)
    case 'replace':
      return replace(document, path, value)
    case 'test':
      return isEqual(find(document, path), value) ? document : failedTest(document, path)
    case 'copy':
      return moveFrom(document, document, { from, path })
    case 'move':
      if (isPrefix(from, path)) return NOT_FOUND
      return moveFrom(document, remove(document, from), { from, path })
  }
}

function failedTest(document: Json, path: readonly string[]): Outcome {
  return find(document, path) === NOT_FOUND ? NOT_FOUND : UNEQUAL
}

/** Puts what stands at `from` in the document before into the document after. */
function moveFrom(
  before: Json,
  after: Outcome,
  { from, path }: { readonly from: readonly string[]; readonly path: readonly string[] },
): Outcome {
  const value = find(before, from)
  if (value === NOT_FOUND || after === NOT_FOUND) return NOT_FOUND
  return add(after, path, value)
}

/** A value cannot be moved into itself. */
function isPrefix(from: readonly string[], path: readonly string[]): boolean {
  return from.length < path.length && from.every((token, i) => token === path[i])
}

function find(document: Json, [token, ...rest]: readonly string[]): Json | typeof NOT_FOUND {
  if (token === undefined) return document
  if (Array.isArray(document))
    return INDEX.test(token) && Number(token) < document.length
      ? find(document[Number(token)], rest)
      : NOT_FOUND
  if (!isObject(document) || !Object.hasOwn(document, token)) return NOT_FOUND
  return find(document[token], rest)
}

/** Changes what stands at `path`, whose parent must be there, with `change` of the parent. */
function within(
  document: Json,
  [token, ...rest]: readonly string[],
  change: (parent: Json, token: string) => Outcome,
): Outcome {
  if (token === undefined) return NOT_FOUND
  if (rest.length === 0) return change(document, token)
  const child = find(document, [token])
  if (child === NOT_FOUND) return NOT_FOUND
  const changed = within(child, rest, change)
  return changed === NOT_FOUND ? NOT_FOUND : put(document, token, changed)
}

function add(document: Json, path: readonly string[], value: Json): Outcome {
  if (path.length === 0) return value
  return within(document, path, (parent, token) => {
    if (!Array.isArray(parent)) return isObject(parent) ? { ...parent, [token]: value } : NOT_FOUND
    const index = token === '-' ? parent.length : INDEX.test(token) ? Number(token) : Number.NaN
    return index <= parent.length ? parent.toSpliced(index, 0, value) : NOT_FOUND
  })
}

function remove(document: Json, path: readonly string[]): Outcome {
  return within(document, path, (parent, token) => {
    if (find(parent, [token]) === NOT_FOUND) return NOT_FOUND
    if (Array.isArray(parent)) return parent.toSpliced(Number(token), 1)
    return isObject(parent)
      ? Object.fromEntries(Object.entries(parent).filter(([name]) => name !== token))
      : NOT_FOUND
  })
}

function replace(document: Json, path: readonly string[], value: Json): Outcome {
  if (path.length === 0) return value
  return within(document, path, (parent, token) =>
    find(parent, [token]) === NOT_FOUND ? NOT_FOUND : put(parent, token, value),
  )
}

function put(parent: Json, token: string, value: Json): Json {
  if (Array.isArray(parent)) return parent.with(Number(token), value)
  return isObject(parent) ? { ...parent, [token]: value } : parent
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function own(object: Readonly<Record<string, Json>>, name: string): Json {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** Numbers by value, objects without their order. */
function isEqual(a: Json, b: Json): boolean {
  return isDeepStrictEqual(normal(a), normal(b))
}

/** -0 and 0 are one number of JSON. */
function normal(value: Json): Json {
  return value === undefined || typeof value === 'symbol'
    ? value
    : JSON.parse(JSON.stringify(value))
}
