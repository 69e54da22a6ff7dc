import type { Observe } from '../observe/observation.ts'

/** Work that is repeated until it is closed. */
export interface Repeating {
  close(): void
}

/** Does `work` every `ms` milliseconds; one that fails is reported and tried again next time. Keeps no process alive. */
export function every(ms: number, work: () => Promise<unknown>, observe: Observe): Repeating {
  const timer = setInterval(() => {
    work().catch((error: unknown) => observe({ kind: 'failure', requestId: undefined, error }))
  }, ms)
  timer.unref()
  return { close: () => clearInterval(timer) }
}
