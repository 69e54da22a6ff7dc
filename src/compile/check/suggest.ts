/** Longest difference at which a name is still taken for a slip of the pen. */
const NEAR = 3

/** `, did you mean owner?`, or nothing where no known name is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const ranked = known
    .map((candidate) => ({
      candidate,
      distance: distance(String(name).toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(
      ({ candidate, distance }) => distance <= Math.min(NEAR, Math.ceil(candidate.length / 2)),
    )
    .toSorted((a, b) => a.distance - b.distance)
  const [nearest] = ranked
  return nearest === undefined ? '' : `, did you mean ${nearest.candidate}?`
}

/**
 * Insertions, deletions and replacements between two words.
 * @see https://en.wikipedia.org/wiki/Levenshtein_distance
 */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
