import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

/** The examples of RFC 8785, sections 3.2.2 to 3.2.4. */
test('the example of the standard comes out as the standard has it', () => {
  const value = {
    numbers: [333_333_333.333_333_3, 1e30, 4.5, 2e-3, 0.000_000_000_000_000_000_000_000_001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  }
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('members are sorted by UTF-16 code units, not by characters', () => {
  const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6']
  const value = Object.fromEntries(names.map((name) => [name, 0]))
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']
  expect(canonicalJson(value)).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join()}}`)
})

test('minus zero is zero', () => {
  expect(canonicalJson(-0)).toBe('0')
})

test.each([
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['a bigint', 1n],
  ['undefined', { a: undefined }],
  ['a function', () => 0],
  ['a lone surrogate', '\ud800'],
  ['a lone surrogate in a name', { '\udc00': 1 }],
])('%s has no JSON', (_name, value) => {
  expect(() => canonicalJson(value)).toThrow(/JSON/)
})

test('a value that holds itself has no JSON, one that stands in two places has', () => {
  const loop: unknown[] = []
  loop.push(loop)
  expect(() => canonicalJson(loop)).toThrow('holds itself')
  const shared = [1]
  expect(canonicalJson([shared, shared])).toBe('[[1],[1]]')
})

test('parsing gives the value back, and the order of members makes no difference', () => {
  const wellFormed = fc.jsonValue().filter((value) => JSON.stringify(value).isWellFormed())
  fc.assert(
    fc.property(wellFormed, (value) => {
      const text = canonicalJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(reversed(value))).toBe(text)
    }),
  )
})

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const)
  return Object.fromEntries(members.reverse())
}
