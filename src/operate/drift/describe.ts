import type { Difference, FactChange } from './difference.ts'
import type { Item } from './items.ts'

/** An object that was not there when the schema was applied. */
export function describeAdded(item: Item): Difference {
  const about = summary(item)
  return differenceOf('added', item, {
    access: isAboutAccess(item),
    text: `${nameOf(item)} was added by hand${about === '' ? '' : `: ${about}`}`,
  })
}

/** An object that is no longer there. */
export function describeRemoved(item: Item): Difference {
  const about = summary(item)
  return differenceOf('removed', item, {
    access: isAboutAccess(item),
    text: `${nameOf(item)} was dropped by hand${about === '' ? '' : `; it was ${about}`}`,
  })
}

/** The same object under another name. */
export function describeRenamed(before: Item, after: Item): Difference {
  const [from, to] =
    before.name === after.name ? [before.path, after.path] : [before.name, after.name]
  return differenceOf('renamed', after, {
    access: false,
    changes: [{ property: 'name', before: from, after: to }],
    text: `${nameOf(before)} was renamed to ${to} by hand`,
  })
}

/** The same object with other properties. */
export function describeChanged(before: Item, after: Item, keys: readonly string[]): Difference {
  const implied = keys.includes('definition') ? SAID_BY_DEFINITION : []
  const changes = keys
    .filter((key) => !implied.includes(key))
    .map((key) => changeOf(key, before.facts[key], after.facts[key]))
  const access =
    isAboutAccess(before) || isAboutAccess(after) || keys.some((key) => ACCESS.includes(key))
  const list = changes.map(({ property, before: was, after: is }) => `${property} ${was} → ${is}`)
  return differenceOf('changed', after, {
    access,
    changes,
    text: `${nameOf(after)} was changed by hand: ${list.join('; ')}`,
  })
}

function differenceOf(
  kind: Difference['kind'],
  { kind: object, path, id }: Item,
  rest: Pick<Difference, 'access' | 'text'> & { readonly changes?: readonly FactChange[] },
): Difference {
  return { kind, object, path, id, changes: [], ...rest }
}

function nameOf({ kind, path }: Item): string {
  return `${kind} ${path}`
}

/** Properties that decide who may do what. */
const ACCESS: readonly string[] = ['owner', 'grants', 'rowSecurity', 'securityDefiner', 'roles']

/** Policies read rows through functions that run as their owner. */
function isAboutAccess({ kind, facts }: Item): boolean {
  return kind === 'policy' || kind === 'default privileges' || facts['securityDefiner'] === true
}

/** What the printed statement says as well. */
const SAID_BY_DEFINITION: readonly string[] = [
  'columns',
  'references',
  'deferrable',
  'method',
  'keys',
  'include',
  'predicate',
  'unique',
  'nullsNotDistinct',
  'options',
]

function summary({ kind, facts }: Item): string {
  if (kind === 'column') return columnText(facts)
  if (kind === 'policy') return `for ${facts['command']} using ${facts['using'] ?? 'true'}`
  if (kind === 'default privileges') return valueText(facts['grants'])
  return ['constraint', 'index', 'trigger', 'rule'].includes(kind)
    ? valueText(facts['definition'])
    : ''
}

function columnText(facts: Item['facts']): string {
  const parts = [valueText(facts['type'])]
  if (facts['nullable'] === false) parts.push('not null')
  if (facts['default'] !== null) parts.push(`default ${valueText(facts['default'])}`)
  return parts.join(' ')
}

function changeOf(key: string, before: unknown, after: unknown): FactChange {
  if (key === 'nullable') {
    const text = (nullable: unknown): string => (nullable === true ? 'null' : 'not null')
    return { property: 'nullability', before: text(before), after: text(after) }
  }
  return { property: labelOf(key), before: valueText(before), after: valueText(after) }
}

/** `rowSecurity` as `row security`. */
function labelOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ')
  if (typeof value !== 'object') return String(value)
  if ('privilege' in value && 'to' in value) return `${value.privilege} to ${value.to}`
  return JSON.stringify(value)
}
