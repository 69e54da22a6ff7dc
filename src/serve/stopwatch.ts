import type { Stage, StageName } from './call.ts'

export interface Stopwatch {
  readonly stage: Stage
  /** The stages so far, as `Server-Timing` wants them. @see https://www.w3.org/TR/server-timing/ */
  header(): string
}

/** Measures with `now`, in milliseconds. */
export function createStopwatch(now: () => number): Stopwatch {
  const times = new Map<StageName, number>()
  return {
    stage: (name, work) => {
      const start = now()
      const add = (): void => {
        times.set(name, (times.get(name) ?? 0) + now() - start)
      }
      const result = work()
      if (result instanceof Promise) result.then(add, add)
      else add()
      return result
    },
    header: () => [...times].map(([name, ms]) => `${name};dur=${ms.toFixed(3)}`).join(', '),
  }
}

/** Measures nothing. */
export const NO_STOPWATCH: Stopwatch = { stage: (_, work) => work(), header: () => '' }
