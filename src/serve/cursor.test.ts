import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCursors } from './cursor.ts'

const ours = createCursors(Buffer.alloc(32, 1))
const theirs = createCursors(Buffer.alloc(32, 2))
const values = fc.array(fc.option(fc.string()), { minLength: 1, maxLength: 4 })

test('what was sealed is opened again, for the same question', () => {
  fc.assert(
    fc.property(values, fc.string(), (row, question) => {
      expect(ours.open(ours.seal(row, question), question)).toEqual(row)
    }),
  )
})

test('nothing opens with another question, or from another backend', () => {
  fc.assert(
    fc.property(values, fc.string(), (row, question) => {
      expect(ours.open(ours.seal(row, question), `${question}.`)).toBeUndefined()
      expect(ours.open(theirs.seal(row, question), question)).toBeUndefined()
    }),
  )
})

test('nothing opens that was altered in any place', () => {
  const cursor = ours.seal(['2026-11-23 23:20:07+00', 'id'], 'q')
  for (let i = 0; i < cursor.length; i += 1) {
    const other = cursor[i] === 'A' ? 'B' : 'A'
    expect(ours.open(cursor.slice(0, i) + other + cursor.slice(i + 1), 'q')).toBeUndefined()
  }
})

test.each(['', 'abc', '=', 'A'.repeat(10_000), '%00'])('no cursor: %j', (text) => {
  expect(ours.open(text, 'q')).toBeUndefined()
})
