import { canonicalJson } from '../introspect/canonical-json.ts'

/** Something that was renamed or moved by hand, by its name alone or with its schema. */
export interface Rename {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/**
 * Whether two facts are the same once every renamed thing has its new name: texts that name it change with it, and
 * that is no change of theirs.
 */
export function isSame(before: unknown, after: unknown, renames: readonly Rename[]): boolean {
  const wanted = canonicalJson(after)
  if (canonicalJson(before) === wanted) return true
  if (renames.length === 0) return false
  return [quoted, plain].some((print) => canonicalJson(renamed(before, print, renames)) === wanted)
}

type Print = (path: readonly string[]) => string

const plain: Print = (path) => path.join('.')

/** As `quote_ident` prints it, keywords aside. */
const quoted: Print = (path) =>
  path
    .map((name) => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`))
    .join('.')

/** The same value with the new names in all its texts. */
function renamed(value: unknown, print: Print, renames: readonly Rename[]): unknown {
  const names = new Map(renames.map(({ from, to }) => [print(from), print(to)]))
  const pattern = anyOf([...names.keys()])
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replace(pattern, (found) => names.get(found) ?? found)
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item)]))
  }
  return walk(value)
}

/** Whole identifiers only, the longest first: `title` is neither in `subtitle` nor in `title_2`. */
function anyOf(names: readonly string[]): RegExp {
  const escaped = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`(?<![\\w$])(?:${escaped.join('|')})(?![\\w$])`, 'g')
}
