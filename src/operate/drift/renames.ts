import { canonicalJson } from '../introspect/canonical-json.ts'

/** What was renamed by hand, old name to new. Texts that name it change with it, and that is no change of theirs. */
export type Renames = ReadonlyMap<string, string>

/** Whether two facts are the same once every renamed thing has its new name. */
export function isSame(before: unknown, after: unknown, renames: Renames): boolean {
  const wanted = canonicalJson(after)
  if (canonicalJson(before) === wanted) return true
  if (renames.size === 0) return false
  return [quoted, plain].some((print) => canonicalJson(renamed(before, renames, print)) === wanted)
}

const plain = (name: string): string => name
/** As `quote_ident` prints it, keywords aside: those are quoted in no text that a rename alone changes. */
const quoted = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`

/** The same value with the new names in all its texts. */
function renamed(value: unknown, renames: Renames, print: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamed(item, renames, print))
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, item]) => [key, renamed(item, renames, print)])
    return Object.fromEntries(members)
  }
  if (typeof value !== 'string') return value
  const printed = new Map([...renames].map(([old, name]) => [print(old), print(name)]))
  return value.replace(anyOf([...printed.keys()]), (found) => printed.get(found) ?? found)
}

/** Whole identifiers only: `title` is not in `subtitle` nor in `title_2`. */
function anyOf(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`(?<![\\w$])(?:${escaped.join('|')})(?![\\w$])`, 'g')
}
