import type { Connector } from './connector.ts'
import { notSent } from './errors.ts'
import type { Link } from './link.ts'

/** A connection that nobody used for so long is closed. */
const IDLE_MS = 30_000
/** Longest to wait for a free connection; then the caller hears that PostgreSQL is busy. */
const WAIT_MS = 5000

/** Connections that one caller at a time has for itself. */
export interface Pool {
  /** @throws {DatabaseError} `unavailable` with `sent: false` when none is free in time */
  acquire(signal: AbortSignal | undefined): Promise<Link>
  /** `broken` connections are cut: they may be inside a transaction, or about to be cancelled. */
  release(link: Link, broken: boolean): void
  /** Waits until everything is given back. */
  close(): Promise<void>
}

interface PoolState {
  readonly connector: Connector
  readonly size: number
  readonly idle: { readonly link: Link; readonly since: number }[]
  readonly queue: PromiseWithResolvers<Link>[]
  /** Connections that are open or opening. */
  open: number
  closing: PromiseWithResolvers<void> | undefined
}

/** At most `size` connections, opened when they are needed. */
export function createPool(connector: Connector, size: number): Pool {
  const pool: PoolState = { connector, size, idle: [], queue: [], open: 0, closing: undefined }
  const reaper = setInterval(() => endIdle(pool, performance.now() - IDLE_MS), IDLE_MS / 2).unref()
  return {
    acquire: (signal) => acquire(pool, signal),
    release: (link, broken) => release(pool, link, broken),
    close: async () => {
      clearInterval(reaper)
      pool.closing = Promise.withResolvers<void>()
      for (const waiting of pool.queue.splice(0)) waiting.reject(closed())
      endIdle(pool, Number.POSITIVE_INFINITY)
      if (pool.open > 0) await pool.closing.promise
    },
  }
}

function closed(): Error {
  return notSent('The connections are closed')
}

async function acquire(pool: PoolState, signal: AbortSignal | undefined): Promise<Link> {
  if (pool.closing !== undefined) throw closed()
  const free = pool.idle.pop()
  if (free !== undefined) return free.link
  return pool.open < pool.size ? await openOne(pool) : await waitForOne(pool, signal)
}

function release(pool: PoolState, link: Link, broken: boolean): void {
  if (link.lost !== undefined) return
  if (broken) {
    link.destroy()
    return
  }
  const next = pool.queue.shift()
  if (next !== undefined) next.resolve(link)
  else if (pool.closing === undefined) pool.idle.push({ link, since: performance.now() })
  else void link.end()
}

async function openOne(pool: PoolState): Promise<Link> {
  pool.open += 1
  try {
    const link = await pool.connector.open()
    link.onLost(() => {
      const at = pool.idle.findIndex((entry) => entry.link === link)
      if (at >= 0) pool.idle.splice(at, 1)
      forgetOne(pool)
    })
    return link
  } catch (error) {
    forgetOne(pool)
    throw error
  }
}

/** A place came free: the next in the queue gets a new connection. */
function forgetOne(pool: PoolState): void {
  pool.open -= 1
  if (pool.closing !== undefined) {
    if (pool.open === 0) pool.closing.resolve()
    return
  }
  const next = pool.queue.shift()
  if (next !== undefined) openOne(pool).then(next.resolve, next.reject)
}

async function waitForOne(pool: PoolState, signal: AbortSignal | undefined): Promise<Link> {
  const waiting = Promise.withResolvers<Link>()
  const giveUp = (reason: string) => {
    const at = pool.queue.indexOf(waiting)
    if (at < 0) return
    pool.queue.splice(at, 1)
    waiting.reject(notSent(reason))
  }
  const timer = setTimeout(() => giveUp(`No connection came free in ${WAIT_MS} ms`), WAIT_MS)
  const abort = () => giveUp('The caller gave up')
  signal?.addEventListener('abort', abort, { once: true })
  pool.queue.push(waiting)
  try {
    return await waiting.promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function endIdle(pool: PoolState, before: number): void {
  while (pool.idle[0] !== undefined && pool.idle[0].since < before)
    void pool.idle.shift()?.link.end()
}
