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
const MAX_STEPS = 5000
/** From how many shapes the search for ones that share nothing starts. */
const MAX_STARTS = 24

type ColumnSet = ReadonlySet<string>

/**
 * The fewest chains that answer every shape, by branch and bound. It ends at the first partition that is as
 * small as some set of shapes of which no two share an index: nothing can be smaller.
 */
export function partition<S extends Shape>(shapes: readonly S[]): readonly Chain<S>[] {
  const todo = shapes
    .filter((shape) => boundaries(shape).length > 0)
    .toSorted((a, b) => width(b) - width(a))
  const pairs = sharingPairs(todo)
  const search: Search = { todo, pairs, least: leastChains(pairs), best: undefined, steps: 0 }
  place(search, 0, [])
  return (search.best ?? []).flatMap((group) => {
    const members = group.flatMap((at) => todo[at] ?? [])
    const keys = sharedKeys(members)
    return keys === undefined ? [] : [{ shapes: members, keys }]
  })
}

/** Which two shapes can share an index, the later one first; column sets are bits here, because this is asked of every two. */
function sharingPairs(shapes: readonly Shape[]): readonly (readonly boolean[])[] {
  const names = new Set(shapes.flatMap(({ equal, sort }) => [...equal, ...sort.map(keyColumn)]))
  const bits = new Map([...names].map((name, at) => [name, 1n << BigInt(at)]))
  const chains = shapes.map((shape) => boundaries(shape).map((set) => maskOf(set, bits)))
  return shapes.map((shape, i) =>
    shapes
      .slice(0, i + 1)
      .map(
        (other, j) =>
          areComparable(chains[i] ?? [], chains[j] ?? []) &&
          sharedKeys([shape, other]) !== undefined,
      ),
  )
}

function canShare(pairs: Search['pairs'], i: number, j: number): boolean {
  return pairs[Math.max(i, j)]?.[Math.min(i, j)] === true
}

function keyColumn({ column }: IndexKey): string {
  return column
}

function maskOf(set: ColumnSet, bits: ReadonlyMap<string, bigint>): bigint {
  let mask = 0n
  for (const name of set) mask |= bits.get(name) ?? 0n
  return mask
}

function areComparable(chain: readonly bigint[], other: readonly bigint[]): boolean {
  return chain.every((a) =>
    other.every((b) => {
      const common = a & b
      return common === a || common === b
    }),
  )
}

interface Search {
  readonly todo: readonly Shape[]
  /** Whether two shapes can share an index: ask `canShare`. */
  readonly pairs: readonly (readonly boolean[])[]
  /** No partition has fewer chains. */
  readonly least: number
  /** Positions of the shapes of each chain. */
  best: readonly (readonly number[])[] | undefined
  steps: number
}

function place(search: Search, at: number, groups: readonly (readonly number[])[]): void {
  if (search.best !== undefined && groups.length >= search.best.length) return
  if (at === search.todo.length) {
    search.best = groups
    return
  }
  for (const [i, group] of groups.entries()) {
    if (isDone(search)) return
    search.steps += 1
    const joined = [...group, at]
    if (canJoin(search, joined)) place(search, at + 1, groups.with(i, joined))
  }
  if (!isDone(search)) place(search, at + 1, [...groups, [at]])
}

function isDone({ best, least, steps }: Search): boolean {
  return best !== undefined && (best.length <= least || steps > MAX_STEPS)
}

/** Two by two is enough for everything but directions, which can disagree in a circle. */
function canJoin({ pairs, todo }: Search, joined: readonly number[]): boolean {
  const last = joined.at(-1) ?? 0
  if (joined.some((at) => !canShare(pairs, last, at))) return false
  return directionsOf(joined.flatMap((at) => todo[at] ?? [])) !== undefined
}

/** The size of the largest set found of which no two share an index. */
function leastChains(pairs: readonly (readonly boolean[])[]): number {
  const sizes = pairs.slice(0, MAX_STARTS).map((_, start) => {
    const apart = [start]
    for (const at of pairs.keys()) {
      if (apart.every((other) => at !== other && !canShare(pairs, at, other))) apart.push(at)
    }
    return apart.length
  })
  return Math.max(0, ...sizes)
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
