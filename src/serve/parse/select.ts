import { invariant } from '../../std/error.ts'
import type { Include, Selection } from '../request.ts'
import { type Asking, plainSelection, saidNames, todaysName, visibleFields } from './asking.ts'
import { unknownName } from './faults.ts'
import { type IncludeText, parseIncludeText } from './include-text.ts'
import type { Parameters } from './query-string.ts'
import { parseSort } from './sort.ts'

/** How deep includes may nest. */
const MOST_DEPTH = 3
/** How many includes one request may have. */
const MOST_INCLUDES = 10
/** Rows of one `many` include. */
const DEFAULT_ROWS = 10
const MOST_ROWS = 50
/** Rows of nested `many` includes below one row: their limits multiplied. */
const MOST_ROWS_BELOW = 500

/** What an answer shows that was not asked to show anything else: every visible field; computed ones only on request. */
export function defaultSelection(asking: Asking): Selection {
  return plainSelection(asking)
}

/** The parameters that choose what an answer shows: of a resource without anything to include, the fields alone. */
export function selectionNames({ resource, names }: Asking): readonly string[] {
  const offers =
    resource.includes.some((design) => names.has(design.resource)) || resource.computed.length > 0
  return offers ? ['fields', 'include'] : ['fields']
}

/** `?fields=` and `?include=`. Fields of the selection stand in the order of the design, whatever the order of the request. */
export function parseSelection(parameters: Parameters, asking: Asking): Selection {
  const fields = parameters.get('fields')
  const include = parameters.get('include')
  const everything = defaultSelection(asking)
  if (fields === undefined && include === undefined) return everything
  const chosen = fields === undefined ? everything : parseFields(fields, asking)
  if (include === undefined) return chosen
  const budget = { left: MOST_INCLUDES }
  const included = includesOf(include, asking, { depth: 1, rows: 1, budget })
  const computed = new Set([...chosen.computed, ...included.computed])
  return { ...chosen, computed: inDesign(asking, computed), includes: included.includes }
}

function computedNames({ resource }: Asking): readonly string[] {
  return resource.computed.map(({ name }) => name)
}

function inDesign(asking: Asking, computed: ReadonlySet<string>): readonly string[] {
  return computedNames(asking).filter((name) => computed.has(name))
}

function parseFields(text: string, asking: Asking): Selection {
  const visible = visibleFields(asking)
  const known = [...visible, ...computedNames(asking)]
  const asked = new Set<string>(['id'])
  for (const name of text.split(',')) {
    const today = todaysName(asking, name)
    if (today !== undefined && known.includes(today)) asked.add(today)
    else
      asking.faults.add(
        'fields',
        'unknown',
        `${name} ${unknownName(name, saidNames(asking, known))}`,
      )
  }
  return {
    fields: visible.filter((name) => asked.has(name)),
    computed: inDesign(asking, asked),
    includes: [],
  }
}

interface Nesting {
  readonly depth: number
  /** Rows that the levels above may have, multiplied. */
  readonly rows: number
  readonly budget: { left: number }
}

interface Included {
  readonly includes: readonly Include[]
  readonly computed: readonly string[]
}

function includesOf(text: string, asking: Asking, nesting: Nesting): Included {
  const entries = parseIncludeText(text)
  if (entries === undefined) {
    asking.faults.add('include', 'malformed', 'has parentheses that do not match.')
    return { includes: [], computed: [] }
  }
  const computed = computedNames(asking)
  const today = entries.flatMap(({ name }) => todaysName(asking, name) ?? [])
  const includes = entries
    .filter(({ name }) => !computed.includes(todaysName(asking, name) ?? ''))
    .flatMap((entry) => includeOf(entry, asking, nesting) ?? [])
  const names = includes.map(({ design }) => design.name)
  if (new Set(names).size < names.length)
    asking.faults.add('include', 'duplicate', 'names something twice.')
  const order = asking.resource.includes.map(({ name }) => name)
  return {
    computed: computed.filter((name) => today.includes(name)),
    includes: includes.toSorted(
      (a, b) => order.indexOf(a.design.name) - order.indexOf(b.design.name),
    ),
  }
}

function includeOf(entry: IncludeText, asking: Asking, nesting: Nesting): Include | undefined {
  const { resource, names, faults } = asking
  const today = todaysName(asking, entry.name)
  const offered = resource.includes.filter((design) => names.has(design.resource))
  const design = offered.find(({ name }) => name === today)
  if (design === undefined) {
    const known = saidNames(asking, [...offered.map(({ name }) => name), ...computedNames(asking)])
    faults.add('include', 'unknown', `${entry.name} ${unknownName(entry.name, known)}`)
    return undefined
  }
  nesting.budget.left -= 1
  if (nesting.budget.left < 0 || nesting.depth > MOST_DEPTH) {
    faults.add(
      'include',
      'too-many',
      `At most ${MOST_INCLUDES} includes, at most ${MOST_DEPTH} deep.`,
    )
    return undefined
  }
  const target = invariant(asking.resources.get(design.resource), `no resource ${design.resource}`)
  const within = { ...asking, resource: target }
  const limit = design.kind === 'one' ? 1 : limitOf(entry, asking)
  const below = { ...nesting, depth: nesting.depth + 1, rows: nesting.rows * limit }
  if (below.rows > MOST_ROWS_BELOW)
    faults.add('include', 'too-many', `At most ${MOST_ROWS_BELOW} rows below one.`)
  checkOptions(entry, design.kind, asking)
  const nested = entry.options.filter(([option]) => option === 'include').map(([, value]) => value)
  const inner = nested.length === 0 ? NOTHING : includesOf(nested.join(','), within, below)
  return {
    design,
    resource: target,
    limit,
    sort: sortOf(entry, within),
    select: { ...defaultSelection(within), ...inner },
  }
}

const NOTHING: Included = { includes: [], computed: [] }

function checkOptions(entry: IncludeText, kind: 'one' | 'many', { faults }: Asking): void {
  const allowed = kind === 'many' ? ['limit', 'sort', 'include'] : ['include']
  for (const [option] of entry.options) {
    if (!allowed.includes(option))
      faults.add('include', 'unknown', `${option} ${unknownName(option, allowed)}`)
  }
}

function limitOf({ options }: IncludeText, { faults }: Asking): number {
  const text = options.find(([option]) => option === 'limit')?.[1]
  if (text === undefined) return DEFAULT_ROWS
  const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= MOST_ROWS) return limit
  faults.add('include', 'range', `limit is a number from 1 to ${MOST_ROWS}.`)
  return DEFAULT_ROWS
}

function sortOf({ options }: IncludeText, within: Asking): Include['sort'] {
  const text = options.find(([option]) => option === 'sort')?.[1]
  const usual = within.resource.list.sort[0] ?? []
  return text === undefined ? usual : (parseSort(text, within, 'include') ?? usual)
}
