import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUuid, uuidSource, uuidv7 } from './uuid.ts'

test('the example of RFC 9562, appendix A.6', () => {
  const random = Uint8Array.from([0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  expect(uuidv7(0x01_7f_22_e2_79_b0, 0xc_c3, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('ids grow within a millisecond, past the sequence, and when the clock goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 50 }), (times) => {
      const clock = times.values()
      const next = uuidSource(
        () => new Date(clock.next().value ?? 5),
        (bytes) => new Uint8Array(bytes).fill(0xff),
      )
      const ids = Array.from({ length: 5000 }, next)
      expect(new Set(ids).size).toBe(5000)
      expect(ids.toSorted()).toEqual(ids)
      expect(ids.every(isUuid)).toBe(true)
    }),
    { numRuns: 5 },
  )
})

test.each([
  '',
  'x',
  '017f22e2-79b0-7cc3-98c4-dc0c0c07398',
  '017f22e279b07cc398c4dc0c0c07398f',
  ' 017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
])('%j is no UUID', (text) => {
  expect(isUuid(text)).toBe(false)
})
