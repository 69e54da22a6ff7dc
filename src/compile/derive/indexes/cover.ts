/** Steps of the search; beyond them the best cover found stands. */
const MAX_STEPS = 50_000

/** One candidate: what it covers, and what it costs to keep. */
export interface Coverer {
  readonly covers: ReadonlySet<number>
  /** Compared where two covers have the same size. */
  readonly cost: number
  readonly isMandatory: boolean
}

interface Search {
  readonly coverers: readonly Coverer[]
  /** By question: the candidates that cover it. */
  readonly options: readonly (readonly number[])[]
  best: { readonly chosen: readonly number[]; readonly cost: number } | undefined
  steps: number
}

/** The fewest candidates that cover all of `count` questions, the cheapest of those; by their position. */
export function smallestCover(coverers: readonly Coverer[], count: number): readonly number[] {
  const chosen = coverers.flatMap(({ isMandatory }, at) => (isMandatory ? [at] : []))
  const covered = new Set(chosen.flatMap((at) => [...(coverers[at]?.covers ?? [])]))
  const open = Array.from({ length: count }, (_, question) => question).filter(
    (question) => !covered.has(question),
  )
  const options = Array.from({ length: count }, (_, question) =>
    coverers.flatMap(({ covers }, at) => (covers.has(question) ? [at] : [])),
  )
  const search: Search = { coverers, options, best: undefined, steps: 0 }
  choose(search, open, chosen)
  return (search.best?.chosen ?? chosen).toSorted((a, b) => a - b)
}

/** Always the question with the fewest answers first: most of the time it has one. */
function choose(search: Search, open: readonly number[], chosen: readonly number[]): void {
  const cost = chosen.reduce((sum, at) => sum + (search.coverers[at]?.cost ?? 0), 0)
  if (open.length === 0) {
    if (isBetter(search, chosen.length, cost)) search.best = { chosen, cost }
    return
  }
  if (!isBetter(search, chosen.length + 1, cost)) return
  const byGain = (at: number): number => gain(search.coverers[at], open)
  for (const at of fewestOptions(search, open).toSorted((a, b) => byGain(b) - byGain(a))) {
    search.steps += 1
    if (search.best !== undefined && search.steps > MAX_STEPS) return
    const covers = search.coverers[at]?.covers
    choose(
      search,
      open.filter((question) => covers?.has(question) !== true),
      [...chosen, at],
    )
  }
}

function isBetter(search: Search, size: number, cost: number): boolean {
  if (search.best === undefined) return true
  const { length } = search.best.chosen
  return size < length || (size === length && cost < search.best.cost)
}

/** The candidates of the question that has the fewest. */
function fewestOptions({ options }: Search, open: readonly number[]): readonly number[] {
  let fewest: readonly number[] | undefined
  for (const question of open) {
    const these = options[question] ?? []
    if (fewest === undefined || these.length < fewest.length) fewest = these
  }
  return fewest ?? []
}

function gain(coverer: Coverer | undefined, open: readonly number[]): number {
  return open.filter((question) => coverer?.covers.has(question)).length
}
