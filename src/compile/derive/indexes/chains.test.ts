import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IndexKey } from '../../design.ts'
import { partition, type Shape, sharedKeys } from './chains.ts'

const COLUMNS = ['a', 'b', 'c', 'd'] as const

const shape = (equal: string, sort = '', options: Partial<Shape> = {}): Shape => ({
  equal: [...equal],
  sort: keysOf(sort),
  where: '',
  isKey: false,
  ...options,
})

/** `aB`: a ascending, b descending. */
function keysOf(text: string): readonly IndexKey[] {
  return [...text].map((letter) => ({
    column: letter.toLowerCase(),
    descending: letter !== letter.toLowerCase(),
  }))
}

const random: fc.Arbitrary<Shape> = fc
  .record({
    columns: fc.shuffledSubarray([...COLUMNS], { minLength: 1 }),
    equals: fc.nat({ max: 2 }),
    flips: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ columns, equals, flips }) => ({
    equal: columns.slice(0, equals),
    sort: columns.slice(equals).map((column, at) => ({ column, descending: flips[at] ?? false })),
    where: '',
    isKey: false,
  }))

/** What the manual says of B-trees, not how `partition` works: equality first, then the order, one flip allowed. */
function isAnswered(keys: readonly IndexKey[], { equal, sort }: Shape): boolean {
  const first = keys.slice(0, equal.length).map(({ column }) => column)
  if (!equal.every((column) => first.includes(column))) return false
  const tail = keys.slice(equal.length, equal.length + sort.length)
  if (tail.length < sort.length || sort.some(({ column }, at) => tail[at]?.column !== column))
    return false
  const agrees = sort.map(({ descending }, at) => tail[at]?.descending === descending)
  return agrees.every(Boolean) || !agrees.some(Boolean)
}

function everyIndex(): readonly (readonly IndexKey[])[] {
  const found: (readonly IndexKey[])[] = []
  const grow = (keys: readonly IndexKey[]): void => {
    if (keys.length > 0) found.push(keys)
    for (const column of COLUMNS.filter((name) => keys.every((key) => key.column !== name))) {
      for (const descending of [false, true]) grow([...keys, { column, descending }])
    }
  }
  grow([])
  return found
}

/** The least number of indexes, over all orders and directions of columns. */
function leastByForce(shapes: readonly Shape[], indexes: readonly (readonly IndexKey[])[]): number {
  const masks = new Set(
    indexes.map((keys) =>
      shapes.reduce((mask, wanted, at) => (isAnswered(keys, wanted) ? mask | (1 << at) : mask), 0),
    ),
  )
  const all = (1 << shapes.length) - 1
  const least = Array.from({ length: all + 1 }, () => Number.POSITIVE_INFINITY)
  least[0] = 0
  for (let done = 0; done <= all; done += 1) {
    for (const mask of masks) {
      const next = done | mask
      least[next] = Math.min(least[next] ?? Infinity, (least[done] ?? Infinity) + 1)
    }
  }
  return least[all] ?? Infinity
}

test('every shape is answered by the index of its chain', () => {
  fc.assert(
    fc.property(fc.array(random, { maxLength: 10 }), (shapes) => {
      for (const { keys, shapes: served } of partition(shapes)) {
        for (const wanted of served) expect(isAnswered(keys, wanted)).toBe(true)
      }
    }),
    { seed: 3 },
  )
})

test('there are as few indexes as trying all of them finds', () => {
  const indexes = everyIndex()
  fc.assert(
    fc.property(fc.array(random, { minLength: 1, maxLength: 6 }), (shapes) => {
      expect(partition(shapes)).toHaveLength(leastByForce(shapes, indexes))
    }),
    { numRuns: 60, seed: 3 },
  )
})

describe('sharing one index', () => {
  test.each([
    ['a prefix', [shape('a'), shape('a', 'BC')], 'aBC'],
    ['an order and its reverse', [shape('', 'aB'), shape('', 'Ab')], 'aB'],
    ['equality that opens the order', [shape('ab', 'c'), shape('b', 'ac')], 'bac'],
    [
      'a key and an order read backwards',
      [shape('ab', '', { isKey: true }), shape('', 'AB')],
      'ab',
    ],
    ['a key and a lookup by its start', [shape('ab', '', { isKey: true }), shape('a')], 'ab'],
  ] as const)('%s', (_, shapes, keys) => {
    expect(sharedKeys(shapes)).toEqual(keysOf(keys))
  })

  test.each([
    ['directions that never agree', [shape('', 'ab'), shape('', 'aB')]],
    ['different starts', [shape('a', 'c'), shape('b', 'c')]],
    ['a key and a lookup by its end', [shape('ab', '', { isKey: true }), shape('b')]],
    ['a key and something wider', [shape('a', '', { isKey: true }), shape('a', 'b')]],
    ['a key and an order of two directions', [shape('ab', '', { isKey: true }), shape('', 'aB')]],
    ['different conditions', [shape('a'), shape('a', '', { where: 'b = 1' })]],
  ] as const)('not with %s', (_, shapes) => {
    expect(sharedKeys(shapes)).toBeUndefined()
  })
})
