import { shortHash } from './hash.ts'

/** PostgreSQL cuts a longer identifier silently, and two cut names may be one (NAMEDATALEN - 1). */
const MAX_IDENTIFIER_BYTES = 63
const HASH_LENGTH = 8

/** `publishedAt` as `published_at`. */
export function snakeCase(name: string): string {
  return separated(name, '_')
}

/** `collectionItems` as `collection-items`. */
export function kebabCase(name: string): string {
  return separated(name, '-')
}

/** `collectionItem` as `collection item`. */
export function words(name: string): string {
  return separated(name, ' ')
}

/** The parts joined by `_`; where that is longer than PostgreSQL allows, cut and closed with a hash of the whole. */
export function identifier(...parts: readonly string[]): string {
  const name = parts.join('_')
  if (byteLength(name) <= MAX_IDENTIFIER_BYTES) return name
  const end = `_${shortHash(name).slice(-HASH_LENGTH)}${cutSuffix(parts)}`
  return `${cut(name, MAX_IDENTIFIER_BYTES - byteLength(end))}${end}`
}

/** The first of `name`, `name_2`, `name_3`, … that is not taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name
  let n = 2
  while (taken.has(`${name}_${n}`)) n += 1
  return `${name}_${n}`
}

function separated(name: string, separator: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, `$1${separator}$2`)
    .replace(/([A-Z])([A-Z][a-z])/g, `$1${separator}$2`)
    .toLowerCase()
}

/** The kind of a constraint stays readable in a name that is cut. */
function cutSuffix(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return ['key', 'fkey', 'check', 'pkey'].includes(last) ? `_${last}` : ''
}

function cut(text: string, maxBytes: number): string {
  let kept = ''
  for (const character of text) {
    if (byteLength(kept + character) > maxBytes) return kept
    kept += character
  }
  return kept
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
