import type { Operation, ResourceDesign } from '../../compile/design.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Actor } from '../actor.ts'

/** So many in so many seconds. */
export interface Quota {
  readonly count: number
  readonly windowSeconds: number
}

/** Whether one more was let in, and how things stand now. */
export interface Taken {
  readonly admitted: boolean
  readonly remaining: number
  /** Whole seconds until there is room for one more, at least 1. */
  readonly resetSeconds: number
}

/** Counts by key: a sliding window made of this window and the one before, so 24 bytes a key and no list of times. */
export interface Counter {
  take(key: string, quota: Quota, nowMs: number): Taken
  /** As `take`, but nothing is counted. */
  look(key: string, quota: Quota, nowMs: number): Taken
}

interface Window {
  /** Number of the window since the epoch. */
  index: number
  current: number
  previous: number
}

/**
 * A counter for at most `capacity` keys. When it is full the key that was touched longest ago is forgotten:
 * an attacker with many addresses costs memory once, and never locks out anybody else.
 */
export function createCounter(capacity: number): Counter {
  const windows = new Map<string, Window>()
  const windowOf = (key: string, index: number): Window => {
    const known = windows.get(key)
    windows.delete(key)
    const oldest = windows.size >= capacity ? windows.keys().next().value : undefined
    if (oldest !== undefined) windows.delete(oldest)
    const moved = known === undefined ? { index, current: 0, previous: 0 } : moveTo(known, index)
    windows.set(key, moved)
    return moved
  }
  const weigh = (key: string, quota: Quota, nowMs: number): { window: Window; taken: Taken } => {
    const lengthMs = quota.windowSeconds * 1000
    const index = Math.floor(nowMs / lengthMs)
    const window = windowOf(key, index)
    return { window, taken: judge(window, quota, nowMs - index * lengthMs) }
  }
  return {
    look: (key, quota, nowMs) => weigh(key, quota, nowMs).taken,
    take: (key, quota, nowMs) => {
      const { window, taken } = weigh(key, quota, nowMs)
      if (taken.admitted) window.current += 1
      return taken
    },
  }
}

function moveTo(window: Window, index: number): Window {
  if (window.index === index) return window
  const previous = window.index === index - 1 ? window.current : 0
  return { index, current: 0, previous }
}

/** The window before counts for the part of it that the sliding window still covers. */
function judge(window: Window, quota: Quota, elapsedMs: number): Taken {
  const lengthMs = quota.windowSeconds * 1000
  const used = window.current + window.previous * (1 - elapsedMs / lengthMs)
  return {
    admitted: used + 1 <= quota.count,
    remaining: Math.max(0, Math.floor(quota.count - used - 1)),
    resetSeconds: Math.max(1, Math.ceil((roomAtMs(window, quota) - elapsedMs) / 1000)),
  }
}

/** When there is room for one more, counted from the start of this window. */
function roomAtMs({ current, previous }: Window, { count, windowSeconds }: Quota): number {
  const lengthMs = windowSeconds * 1000
  const share = (few: number, of: number): number => Math.max(0, 1 - few / of) * lengthMs
  if (current + 1 <= count) return previous === 0 ? 0 : share(count - 1 - current, previous)
  return lengthMs + share(count - 1, current)
}

/** Limits that the blueprint gives to operations. */
export interface RateLimits {
  /**
   * Counts one call, and says how things stand: fields for the answer, none where nothing is limited.
   * @throws {ArchitectError} ARC203 with `retry-after` when it is one too many.
   */
  take(call: LimitedCall): Readonly<Record<string, string>>
}

export interface LimitedCall {
  readonly resource: string
  readonly operation: Operation
  readonly actor: Actor
  /** Stands for the actor while it is anonymous. */
  readonly address: string
  /** Of a bulk: every item counts. Default 1. */
  readonly times?: number
}

/** Keys that are remembered: 100,000 actors cost about 20 MB. */
const CAPACITY = 100_000
const NONE: Readonly<Record<string, string>> = {}

/**
 * Counts calls of each operation, by actor or address, on this instance.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function createRateLimits(
  resources: readonly Pick<ResourceDesign, 'name' | 'limits'>[],
  now: () => Date,
): RateLimits {
  const quotas = new Map<string, Quota[]>()
  for (const { name, limits } of resources) {
    for (const { operation, count, windowSeconds } of limits) {
      const key = `${name}.${operation}`
      quotas.set(key, [...(quotas.get(key) ?? []), { count, windowSeconds }])
    }
  }
  const counter = createCounter(CAPACITY)
  return {
    take: (call) => {
      const name = `${call.resource}.${call.operation}`
      const limits = quotas.get(name)
      if (limits === undefined) return NONE
      const key = `${name} ${keyOf(call)}`
      const nowMs = now().getTime()
      return limits
        .map((quota) => takeAll(counter, { key, quota, nowMs, times: call.times ?? 1 }))
        .reduce(both)
    },
  }
}

interface Draw {
  readonly key: string
  readonly quota: Quota
  readonly nowMs: number
  readonly times: number
}

type Fields = Record<'ratelimit' | 'ratelimit-policy', string>

function takeAll(counter: Counter, { key, quota, nowMs, times }: Draw): Fields {
  const window = `${key} ${quota.windowSeconds}`
  const before = counter.look(window, quota, nowMs)
  if (!before.admitted || before.remaining + 1 < times) throw tooMany(quota, before)
  const [first, ...more] = Array.from({ length: times }, () => counter.take(window, quota, nowMs))
  return fieldsOf(quota, more.at(-1) ?? first ?? before)
}

function fieldsOf(quota: Quota, { remaining, resetSeconds }: Taken): Fields {
  const policy = `"w${quota.windowSeconds}"`
  return {
    ratelimit: `${policy};r=${remaining};t=${resetSeconds}`,
    'ratelimit-policy': `${policy};q=${quota.count};w=${quota.windowSeconds}`,
  }
}

function both(a: Fields, b: Fields): Fields {
  return {
    ratelimit: `${a.ratelimit}, ${b.ratelimit}`,
    'ratelimit-policy': `${a['ratelimit-policy']}, ${b['ratelimit-policy']}`,
  }
}

function tooMany(quota: Quota, taken: Taken): ArchitectError {
  const message = `At most ${quota.count} in ${quota.windowSeconds} seconds.`
  return new ArchitectError('ARC203', message, {
    headers: {
      ...fieldsOf(quota, { ...taken, remaining: 0 }),
      'retry-after': String(taken.resetSeconds),
    },
  })
}

function keyOf({ actor, address }: LimitedCall): string {
  return actor.kind === 'user' ? actor.id : addressPrefix(address)
}

/** What one household or one rented machine can choose freely counts as one address: all of an IPv4 address, /56 of IPv6. */
export function addressPrefix(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter((group) => group !== '')
  const last = tail === undefined ? [] : tail.split(':').filter((group) => group !== '')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => '0')
  const [a = '0', b = '0', c = '0', d = '0'] = [...groups, ...zeros, ...last]
  return `${a}:${b}:${c}:${d.padStart(4, '0').slice(0, 2)}`
}
