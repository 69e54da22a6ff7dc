import { canonicalJson } from '../introspect/canonical-json.ts'
import type { ObjectKind } from './difference.ts'
import type { Item } from './items.ts'

/** An object before and after; one of the two is absent where it was added or removed. */
export interface Pair {
  readonly before: Item | undefined
  readonly after: Item | undefined
}

/**
 * Finds the same objects in two lists: by our id, then by name, then a column by its position in the catalog, then
 * by being the same in everything but the name. So a rename by hand is seen as a rename.
 */
export function match(before: readonly Item[], after: readonly Item[]): readonly Pair[] {
  const left = { before: [...before], after: [...after] }
  const pairs = KEYS.flatMap((keyOf) => take(left, keyOf))
  return [
    ...pairs,
    ...left.before.map((item) => ({ before: item, after: undefined })),
    ...left.after.map((item) => ({ before: undefined, after: item })),
  ]
}

type KeyOf = (item: Item) => string | undefined

const KEYS: readonly KeyOf[] = [
  ({ kind, id }) => (id === null ? undefined : `${kind} ${id}`),
  // Of a table that was moved or renamed, the parts keep their names and not their paths.
  ({ kind, name, path }) => `${kind} ${PARTS.includes(kind) ? name : path}`,
  ({ kind, number, facts }) => (number === null ? undefined : `${kind} ${number} ${facts['type']}`),
  // A function whose arguments name a renamed type has other arguments.
  ({ kind, schema, name }) => (kind === 'function' ? `${kind} ${schema}.${name}` : undefined),
  ({ kind, name, facts, parts }) =>
    `${kind} ${canonicalJson(facts).replaceAll(name, '')} ${parts.map((part) => part.name).join()}`,
]

const PARTS: readonly ObjectKind[] = [
  'column',
  'constraint',
  'index',
  'trigger',
  'policy',
  'rule',
  'statistics',
]

/** Pairs those that have a key in common, and takes them out of both lists. */
function take(left: { before: Item[]; after: Item[] }, keyOf: KeyOf): readonly Pair[] {
  const waiting = new Map<string, Item>()
  for (const item of left.after) {
    const key = keyOf(item)
    if (key !== undefined && !waiting.has(key)) waiting.set(key, item)
  }
  const pairs = left.before.flatMap((item) => {
    const key = keyOf(item)
    const found = key === undefined ? undefined : waiting.get(key)
    if (key === undefined || found === undefined) return []
    waiting.delete(key)
    return [{ before: item, after: found }]
  })
  const taken = new Set<Item>(pairs.flatMap((pair) => [pair.before, pair.after]))
  left.before = left.before.filter((item) => !taken.has(item))
  left.after = left.after.filter((item) => !taken.has(item))
  return pairs
}
