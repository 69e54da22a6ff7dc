import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRecent } from './recent.ts'

test('what is used again and again stays, whatever else comes', () => {
  const recent = createRecent<string, number>(10)
  recent.set('kept', 1)
  for (let i = 0; i < 1000; i += 1) {
    recent.set(`other ${i}`, i)
    expect(recent.get('kept')).toBe(1)
  }
})

test('what nobody asks for is forgotten, and memory is bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.integer({ min: 2, max: 20 }), (keys, capacity) => {
      const recent = createRecent<number, number>(capacity)
      for (const key of keys) recent.set(key, key)
      expect(recent.size).toBeLessThanOrEqual(capacity)
      for (const key of new Set(keys.slice(-Math.floor(capacity / 2)))) {
        expect(recent.get(key)).toBe(key)
      }
    }),
  )
})

test('the last value of a key counts', () => {
  const recent = createRecent<string, number>(4)
  recent.set('a', 1)
  recent.set('b', 2)
  recent.set('c', 3)
  recent.set('a', 4)
  expect(recent.get('a')).toBe(4)
})
