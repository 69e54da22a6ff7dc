import { ArchitectError, type Fault } from '../../std/error.ts'

/** Collects what is wrong with a request, so that all of it is said at once. */
export interface Faults {
  add(parameter: string, code: string, message: string): void
  /** @throws {ArchitectError} ARC101 with every fault, when there is one. */
  refuse(): void
}

/** No faults yet. */
export function noFaults(): Faults {
  const faults: Fault[] = []
  return {
    add: (pointer, code, message) => {
      faults.push({ pointer, code, message })
    },
    refuse: () => {
      const [first] = faults
      if (first === undefined) return
      throw new ArchitectError('ARC101', `${first.pointer}: ${first.message}`, { faults })
    },
  }
}

/** What is said of a name that nobody knows. Names only what the published contract names. */
export function unknownName(name: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({
      candidate,
      distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ candidate, distance }) => distance <= Math.min(3, Math.ceil(candidate.length / 2)))
    .toSorted((a, b) => a.distance - b.distance)[0]
  const hint = near === undefined ? '' : ` Did you mean ${near.candidate}?`
  if (known.length === 0) return 'is not known here. None is.'
  return `is not known here.${hint} Allowed: ${known.join(', ')}.`
}

/** Longer words are nobody's slip of the pen, and comparing them costs. */
const MOST_LETTERS = 64

/** Insertions, deletions and replacements between two words. */
function distanceOf(from: string, to: string): number {
  if (from.length > MOST_LETTERS) return from.length
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
