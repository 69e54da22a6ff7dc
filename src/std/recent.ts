/** A memory that forgets what was not asked for in a while. */
export interface Recent<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  readonly size: number
}

/**
 * Remembers at least the `capacity / 2` keys that were used last, and never more than `capacity`.
 *
 * Two generations instead of an order: a hit costs one look-up. A map whose keys are taken out and put in again
 * at every hit is copied over and over, and V8 chains the copies, so that what they held survives with them.
 */
export function createRecent<K, V>(capacity: number): Recent<K, V> {
  const half = Math.max(1, Math.floor(capacity / 2))
  let young = new Map<K, V>()
  let old = new Map<K, V>()
  const set = (key: K, value: V): void => {
    if (young.size >= half && !young.has(key)) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }
  return {
    get: (key) => {
      const value = young.get(key)
      if (value !== undefined) return value
      const kept = old.get(key)
      if (kept !== undefined) set(key, kept)
      return kept
    },
    set,
    get size() {
      return young.size + old.size
    },
  }
}
