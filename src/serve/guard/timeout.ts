import { ArchitectError } from '../../std/error.ts'
import type { Exchange } from '../wire/exchange.ts'

/** Times of a connection, in milliseconds: security.md, IN8. Checked every `everyMs`. */
export const SOCKET_TIMES = {
  headMs: 10_000,
  requestMs: 15_000,
  keepAliveMs: 5000,
  everyMs: 2000,
  /** Nothing goes in or out: a reader that is too slow. Longer than any handler and any heartbeat of ours. */
  idleMs: 20_000,
} as const

/** How often the oldest exchange is looked at: a deadline is kept to this much. */
const SWEEP_MS = 250

/**
 * The exchanges under way. One timer for all of them: one for each would cost more than the list does.
 * A list in which each exchange knows its place, and no `Set`: a set through which every request passes is copied
 * over and over, V8 chains the copies, and requests long answered survive with them.
 */
export interface Deadlines {
  readonly running: readonly Exchange[]
  add(exchange: Exchange): void
  remove(exchange: Exchange): void
  /** Resolves when none is left, at the latest after `maxMs`. */
  idle(maxMs: number): Promise<void>
  close(): void
}

/**
 * Calls `onLate` once for each exchange that has not begun to answer after `deadlineMs`, and aborts it first,
 * so that its statement is cancelled.
 */
export function createDeadlines(
  deadlineMs: number,
  onLate: (exchange: Exchange, error: ArchitectError) => void,
): Deadlines {
  const running: Exchange[] = []
  const sweep = setInterval(
    () => {
      const latest = performance.now() - deadlineMs
      for (const exchange of [...running]) {
        if (exchange.startedAt > latest || exchange.answered) continue
        const late = new ArchitectError('ARC503', `No answer after ${deadlineMs} ms`)
        exchange.abort(late)
        onLate(exchange, late)
      }
    },
    Math.min(SWEEP_MS, deadlineMs),
  )
  sweep.unref()
  let onIdle: (() => void) | undefined
  return {
    running,
    add: (exchange) => {
      exchange.place = running.push(exchange) - 1
    },
    remove: (exchange) => {
      const last = running.pop()
      if (last !== undefined && last !== exchange) {
        running[exchange.place] = last
        last.place = exchange.place
      }
      if (running.length === 0) onIdle?.()
    },
    idle: async (maxMs) => {
      if (running.length === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      onIdle = resolve
      const latest = setTimeout(resolve, maxMs)
      await promise
      clearTimeout(latest)
    },
    close: () => clearInterval(sweep),
  }
}
