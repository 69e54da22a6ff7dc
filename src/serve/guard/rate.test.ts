import { expect, test } from 'vitest'
import type { Actor } from '../actor.ts'
import { addressPrefix, createCounter, createRateLimits } from './rate.ts'

const ADA: Actor = { kind: 'user', id: 'ada', roles: [], expiresAt: 0 }
const BEN: Actor = { kind: 'user', id: 'ben', roles: [], expiresAt: 0 }
const NOBODY: Actor = { kind: 'anonymous' }
const MINUTE = { count: 3, windowSeconds: 60 }
const START = 1_800_000_000_000

const limits = [{ operation: 'create', ...MINUTE }] as const
const share = { name: 'share', limits }

function clock(): { readonly now: () => Date; advance(seconds: number): void } {
  let at = START
  return {
    now: () => new Date(at),
    advance: (seconds) => {
      at += seconds * 1000
    },
  }
}

test('so many are admitted and not one more, and the fields count down', () => {
  const { now } = clock()
  const rates = createRateLimits([share], now)
  const call = { resource: 'share', operation: 'create', actor: ADA, address: 'a' } as const
  const answers = [1, 2, 3].map(() => rates.take(call))
  expect(answers.map((fields) => fields['ratelimit'])).toEqual([
    '"w60";r=2;t=1',
    '"w60";r=1;t=1',
    '"w60";r=0;t=1',
  ])
  expect(answers[0]?.['ratelimit-policy']).toBe('"w60";q=3;w=60')
  expect(() => rates.take(call)).toThrow(
    expect.objectContaining({
      code: 'ARC203',
      headers: expect.objectContaining({ ratelimit: '"w60";r=0;t=80', 'retry-after': '80' }),
    }),
  )
})

test('actors, addresses and operations are counted apart', () => {
  const { now } = clock()
  const rates = createRateLimits([share], now)
  const take = (actor: Actor, address: string, operation: 'create' | 'read' = 'create'): unknown =>
    rates.take({ resource: 'share', operation, actor, address })
  for (let i = 0; i < 3; i++) take(ADA, 'a')
  expect(() => take(ADA, 'another address')).toThrow()
  expect(() => take(BEN, 'a')).not.toThrow()
  expect(() => take(NOBODY, 'a')).not.toThrow()
  expect(take(ADA, 'a', 'read')).toEqual({})
})

test('nobody is told to wait in vain: after Retry-After there is room', () => {
  const time = clock()
  const rates = createRateLimits([share], time.now)
  const call = { resource: 'share', operation: 'create', actor: ADA, address: 'a' } as const
  for (let round = 0; round < 20; round++) {
    try {
      rates.take(call)
      time.advance(round % 7)
    } catch (error) {
      const { headers } = error as { headers: Record<string, string> }
      time.advance(Number(headers['retry-after']))
      expect(() => rates.take(call)).not.toThrow()
    }
  }
})

test('a bulk draws once for each item, all or none', () => {
  const { now } = clock()
  const rates = createRateLimits([share], now)
  const call = { resource: 'share', operation: 'create', actor: ADA, address: 'a' } as const
  expect(() => rates.take({ ...call, times: 4 })).toThrow()
  expect(rates.take({ ...call, times: 3 })['ratelimit']).toBe('"w60";r=0;t=1')
})

test('no window of the given length ever holds more than the count and its share of the one before', () => {
  const counter = createCounter(10)
  const admitted: number[] = []
  for (let ms = 0; ms < 300_000; ms += 500) {
    if (counter.take('k', { count: 60, windowSeconds: 60 }, START + ms).admitted) admitted.push(ms)
  }
  const most = Math.max(
    ...admitted.map((from) => admitted.filter((at) => at >= from && at < from + 60_000).length),
  )
  expect(most).toBeLessThanOrEqual(63)
  expect(admitted.length).toBeGreaterThan(280)
})

test('a full counter forgets who was quiet longest', () => {
  const counter = createCounter(2)
  const one = { count: 1, windowSeconds: 60 }
  counter.take('a', one, START)
  counter.take('b', one, START)
  counter.look('a', one, START)
  counter.take('c', one, START)
  expect(counter.look('a', one, START).admitted).toBe(false)
  expect(counter.look('b', one, START).admitted).toBe(true)
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:aa:bb12::1', '2001:db8:aa:bb'],
  ['2001:db8:aa:bb34:1:2:3:4', '2001:db8:aa:bb'],
  ['2001:db8:aa:cc00::1', '2001:db8:aa:cc'],
  ['::1', '0:0:0:00'],
])('%s counts as %s', (address, prefix) => {
  expect(addressPrefix(address)).toBe(prefix)
})
