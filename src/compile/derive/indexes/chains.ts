import type { IndexKey } from '../../design.ts'

/**
 * What an index must be to answer a question exactly: its first columns are those of `equal` in any order
 * (in this order where `isKey`), those of `sort` follow, all directions as asked or all turned around.
 */
export interface Shape {
  readonly equal: readonly string[]
  readonly sort: readonly IndexKey[]
  /** Condition of the partial index that the shape wants; shapes of different conditions share nothing. */
  readonly where: string
  /** The columns of a unique key: the index has exactly these, in this order. */
  readonly isKey: boolean
}

/** Shapes that one index answers, and its columns. */
export interface Chain<S extends Shape> {
  readonly shapes: readonly S[]
  readonly keys: readonly IndexKey[]
}

/** Steps of the search for the smallest partition; beyond them the best one found stands. */
const MAX_STEPS = 20_000

type ColumnSet = ReadonlySet<string>

/**
 * The fewest chains that answer every shape: exact by branch and bound, which the sharing example and
 * hundreds of random workloads finish within a few hundred steps.
 */
export function partition<S extends Shape>(shapes: readonly S[]): readonly Chain<S>[] {
  const todo = shapes
    .filter((shape) => boundaries(shape).length > 0)
    .toSorted((a, b) => width(b) - width(a))
  const search: Search<S> = { todo, best: undefined, steps: 0 }
  place(search, 0, [])
  return (search.best ?? []).flatMap((group) => {
    const keys = sharedKeys(group)
    return keys === undefined ? [] : [{ shapes: group, keys }]
  })
}

interface Search<S extends Shape> {
  readonly todo: readonly S[]
  best: readonly (readonly S[])[] | undefined
  steps: number
}

function place<S extends Shape>(
  search: Search<S>,
  at: number,
  groups: readonly (readonly S[])[],
): void {
  if (search.best !== undefined && groups.length >= search.best.length) return
  const shape = search.todo[at]
  if (shape === undefined) {
    search.best = groups
    return
  }
  for (const [i, group] of groups.entries()) {
    if (search.best !== undefined && search.steps > MAX_STEPS) return
    search.steps += 1
    const joined = [...group, shape]
    if (sharedKeys(joined) !== undefined) place(search, at + 1, groups.with(i, joined))
  }
  if (search.best === undefined || search.steps <= MAX_STEPS) {
    place(search, at + 1, [...groups, [shape]])
  }
}

function width(shape: Shape): number {
  return shape.equal.length + shape.sort.length
}

/** The columns of the one index that answers all shapes; undefined where there is none. */
export function sharedKeys(group: readonly Shape[]): readonly IndexKey[] | undefined {
  const sets = group.flatMap(boundaries).toSorted((a, b) => a.size - b.size)
  if (!isChain(sets) || new Set(group.map(({ where }) => where)).size > 1) return undefined
  const widest = sets.at(-1)?.size ?? 0
  if (group.some(({ isKey, equal }) => isKey && equal.length !== widest)) return undefined
  const directions = group.some(({ isKey }) => isKey) ? ascending(group) : directionsOf(group)
  if (directions === undefined) return undefined
  return inOrder(sets, group).map((column) => ({
    column,
    descending: directions.get(column) ?? false,
  }))
}

/** The sets that must be the first columns of the index, smallest first. */
function boundaries({ equal, sort, isKey }: Shape): readonly ColumnSet[] {
  const sets: ColumnSet[] = isKey ? equal.map((_, at) => new Set(equal.slice(0, at + 1))) : []
  let last: ColumnSet = new Set(equal)
  if (!isKey && last.size > 0) sets.push(last)
  for (const { column } of sort) {
    last = new Set([...last, column])
    sets.push(last)
  }
  return sets
}

/** Sorted by size, each set must lie within the next. */
function isChain(sets: readonly ColumnSet[]): boolean {
  return sets.every((set, at) => {
    const next = sets[at + 1]
    return next === undefined || [...set].every((column) => next.has(column))
  })
}

/** Columns that a boundary leaves open: the one that more questions use first, then by name. */
function inOrder(sets: readonly ColumnSet[], group: readonly Shape[]): readonly string[] {
  const uses = (column: string): number =>
    group.filter(({ equal }) => equal.includes(column)).length
  const order: string[] = []
  for (const set of sets) {
    const added = [...set].filter((column) => !order.includes(column))
    order.push(...added.toSorted((a, b) => uses(b) - uses(a) || (a < b ? -1 : 1)))
  }
  return order
}

/** PostgreSQL makes the index of a key ascending throughout: it answers orders of one direction, read either way. */
function ascending(group: readonly Shape[]): ReadonlyMap<string, boolean> | undefined {
  const isMixed = group.some(
    ({ sort }) => new Set(sort.map(({ descending }) => descending)).size > 1,
  )
  return isMixed ? undefined : new Map()
}

/**
 * Each question asks its columns in one direction or all turned around. Questions that share a column are
 * turned to agree on it; undefined where they cannot.
 */
function directionsOf(group: readonly Shape[]): ReadonlyMap<string, boolean> | undefined {
  const directions = new Map<string, boolean>()
  let open = group.map(({ sort }) => sort).filter((sort) => sort.length > 0)
  while (open.length > 0) {
    const next = open.find((sort) => sort.some(({ column }) => directions.has(column))) ?? open[0]
    if (next === undefined || !settle(next, directions)) return undefined
    open = open.filter((sort) => sort !== next)
  }
  return directions
}

function settle(sort: readonly IndexKey[], directions: Map<string, boolean>): boolean {
  const known = sort.filter(({ column }) => directions.has(column))
  const [first] = known
  const flip = first !== undefined && directions.get(first.column) !== first.descending
  if (known.some(({ column, descending }) => directions.get(column) !== (descending !== flip))) {
    return false
  }
  for (const { column, descending } of sort) directions.set(column, descending !== flip)
  return true
}
