import type { SqlQuery } from '../../../sql/query.ts'
import { compile, sql } from '../../../sql/sql.ts'
import { DatabaseError, type DatabaseHealth, type Rows } from '../../ports/database.ts'
import { backoffMs } from './backoff.ts'
import type { Connector } from './connector.ts'
import { cancelled, isStalePlan, notSent, toDatabaseError } from './errors.ts'
import type { Link } from './link.ts'
import { LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './session.ts'

/** How often connections are looked at for life. */
const WATCH_MS = 1000
/** A connection on which nothing was answered for so long is dead: PostgreSQL would have timed the statement out. */
const SILENT_MS = STATEMENT_TIMEOUT_MS + LOCK_TIMEOUT_MS + WATCH_MS
/** A connection that nobody used for so long is asked whether it lives: a host that falls silent says no goodbye. */
const IDLE_MS = 5000
const PROBE: SqlQuery = compile(sql`select 1`)
/** For how long after a cancel request another statement of the connection may be the one that it hit. */
const STRAY_CANCEL_MS = 1000

/** A few shared connections, each pipelined, for statements that answer in milliseconds. */
export interface ShortLane {
  query(query: SqlQuery, signal: AbortSignal | undefined): Promise<Rows>
  /** Down while not one of the connections is open. */
  health(): DatabaseHealth
  /** Waits for what is pending. */
  close(): Promise<void>
}

export interface ShortLaneOptions {
  readonly connector: Connector
  /** Already open: the lane is up from the start. */
  readonly first: Link
  /** Connections in all, at least 1. */
  readonly connections: number
  readonly onHealth: (health: DatabaseHealth) => void
}

interface Slot {
  link: Link | undefined
  /** Attempts since the connection was lost. */
  attempts: number
  timer: NodeJS.Timeout | undefined
  /** Answers at the last look, and for how long they have stood still: with statements pending, and without. */
  answered: number
  silentMs: number
  idleMs: number
  /** `performance.now()` of the last cancel request. */
  cancelledAt: number
}

interface Lane {
  readonly options: ShortLaneOptions
  readonly slots: readonly Slot[]
  health: DatabaseHealth
  closed: boolean
}

/** Opens the lane on its first connection; the others follow in the background, and come back when they are lost. */
export function openShortLane(options: ShortLaneOptions): ShortLane {
  const slots = Array.from({ length: options.connections }, newSlot)
  const lane: Lane = { options, slots, health: { state: 'up' }, closed: false }
  slots.forEach((slot, i) => {
    if (i === 0) adopt(lane, slot, options.first)
    else void connect(lane, slot)
  })
  const watch = setInterval(() => slots.forEach(watchSlot), WATCH_MS).unref()
  return {
    query: (query, signal) => send(lane, query, signal),
    health: () => lane.health,
    close: async () => {
      lane.closed = true
      clearInterval(watch)
      for (const slot of slots) clearTimeout(slot.timer)
      await Promise.all(slots.map((slot) => slot.link?.end()))
    },
  }
}

function newSlot(): Slot {
  return {
    link: undefined,
    attempts: 0,
    timer: undefined,
    answered: 0,
    silentMs: 0,
    idleMs: 0,
    cancelledAt: Number.NEGATIVE_INFINITY,
  }
}

async function send(lane: Lane, query: SqlQuery, signal: AbortSignal | undefined): Promise<Rows> {
  const slot = leastLoaded(lane)
  try {
    return await sendOn(lane, slot, { query, signal })
  } catch (error) {
    if (!isWithoutEffect(slot, error)) throw error
    return await sendOn(lane, leastLoaded(lane), { query, signal })
  }
}

type OpenSlot = Slot & { link: Link }

function leastLoaded(lane: Lane): OpenSlot {
  let best: OpenSlot | undefined
  for (const slot of lane.slots) {
    if (!isOpen(slot)) continue
    if (best === undefined || slot.link.pending.length < best.link.pending.length) best = slot
  }
  if (best === undefined || lane.closed) throw notSent(downReason(lane))
  return best
}

function isOpen(slot: Slot): slot is OpenSlot {
  return slot.link !== undefined
}

function downReason(lane: Lane): string {
  if (lane.closed) return 'The connections are closed'
  return lane.health.state === 'down' ? lane.health.reason : 'PostgreSQL is unreachable'
}

/**
 * Only where it is certain that the statement did nothing, so that it may be sent again: PostgreSQL did not know
 * its plan, or a cancel request meant for its neighbour hit it.
 */
function isWithoutEffect(slot: Slot, error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false
  if (isStalePlan(error)) return true
  return error.sqlState === '57014' && performance.now() - slot.cancelledAt < STRAY_CANCEL_MS
}

interface Sending {
  readonly query: SqlQuery
  readonly signal: AbortSignal | undefined
}

function sendOn(lane: Lane, slot: OpenSlot, { query, signal }: Sending): Promise<Rows> {
  if (signal === undefined) return slot.link.send(query)
  if (signal.aborted) return Promise.reject(cancelled(false))
  const { promise, resolve, reject } = Promise.withResolvers<Rows>()
  const { link } = slot
  const started = link.start(query)
  const abandon = () => {
    reject(cancelled(true))
    started.query.interruption = 'aborted'
    link.whenRunning(started.query, () => {
      slot.cancelledAt = performance.now()
      void lane.options.connector.cancel(link.processId)
    })
  }
  signal.addEventListener('abort', abandon, { once: true })
  started.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon))
  return promise
}

async function connect(lane: Lane, slot: Slot): Promise<void> {
  slot.attempts += 1
  try {
    adopt(lane, slot, await lane.options.connector.open())
  } catch (error) {
    reportDown(lane, toDatabaseError(error))
    connectLater(lane, slot)
  }
}

function connectLater(lane: Lane, slot: Slot): void {
  if (lane.closed) return
  const delayMs = backoffMs(slot.attempts + 1, Math.random)
  slot.timer = setTimeout(() => void connect(lane, slot), delayMs).unref()
}

function adopt(lane: Lane, slot: Slot, link: Link): void {
  if (lane.closed) {
    link.destroy()
    return
  }
  slot.link = link
  slot.attempts = 0
  slot.answered = 0
  slot.silentMs = 0
  slot.idleMs = 0
  link.onLost((error) => {
    slot.link = undefined
    reportDown(lane, error)
    connectLater(lane, slot)
  })
  if (lane.health.state === 'down') report(lane, { state: 'up' })
}

function reportDown(lane: Lane, error: DatabaseError): void {
  if (lane.closed || lane.health.state === 'down' || lane.slots.some(isOpen)) return
  report(lane, { state: 'down', reason: error.message, since: new Date() })
}

function report(lane: Lane, health: DatabaseHealth): void {
  lane.health = health
  lane.options.onHealth(health)
}

function watchSlot(slot: Slot): void {
  const { link } = slot
  if (link === undefined) return
  const still = link.answered === slot.answered
  const pending = link.pending.length > 0
  slot.silentMs = still && pending ? slot.silentMs + WATCH_MS : 0
  slot.idleMs = still && !pending ? slot.idleMs + WATCH_MS : 0
  slot.answered = link.answered
  if (slot.silentMs >= SILENT_MS) link.destroy()
  else if (slot.idleMs >= IDLE_MS) void probe(link)
}

async function probe(link: Link): Promise<void> {
  try {
    await link.send(PROBE)
  } catch {
    // A lost connection has its own listener, which connects again.
  }
}
