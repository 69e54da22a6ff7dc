import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ArchitectError } from '../../std/error.ts'
import { readJson } from './json-reader.ts'

const read = (text: string): unknown => readJson(Buffer.from(text))

function refusal(bytes: Uint8Array): { code: string; faults: readonly unknown[] } {
  try {
    readJson(bytes)
  } catch (error) {
    if (error instanceof ArchitectError) return { code: error.code, faults: error.faults }
    throw error
  }
  return { code: 'accepted', faults: [] }
}

test('what JSON.stringify prints is read back', () => {
  const names = fc
    .string()
    .filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name))
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('json')),
      fc.dictionary(names, tie('json'), { noNullPrototype: true }),
    ),
  }))
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
      expect(read(JSON.stringify(value, null, indent))).toEqual(value)
    }),
  )
})

test('whatever is accepted, JSON.parse accepts with the same value', () => {
  const soup = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.5',
      'e9',
      'true',
      'nul',
      ' ',
      '\\u00',
      '\n',
    ),
  )
  fc.assert(
    fc.property(soup, (parts) => {
      const text = parts.join('')
      const accepted = refusal(Buffer.from(text)).code === 'accepted'
      if (accepted) expect(read(text)).toEqual(JSON.parse(text))
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['', '', 'malformed'],
  ['{', '', 'malformed'],
  ['{"a":1,}', '', 'malformed'],
  ["{'a':1}", '', 'malformed'],
  ['[1 2]', '', 'malformed'],
  ['{"a":01}', '', 'malformed'],
  ['{"a":NaN}', '/a', 'malformed'],
  ['{"a":.5}', '/a', 'malformed'],
  ['{"a":"\t"}', '/a', 'malformed'],
  ['{"a":"\\x"}', '/a', 'malformed'],
  ['{} {}', '', 'malformed'],
  ['\ufeff{}', '', 'malformed'],
  ['{"a":1,"a":2}', '/a', 'duplicate'],
  ['{"a":1,"\\u0061":2}', '/a', 'duplicate'],
  ['{"b":{"a/b":1,"a/b":2}}', '/b/a~1b', 'duplicate'],
  ['{"a":[0,{"__proto__":{}}]}', '/a/1/__proto__', 'forbidden-name'],
  ['{"constructor":{}}', '/constructor', 'forbidden-name'],
  ['{"n":1e999}', '/n', 'out-of-range'],
  ['{"n":-1e999}', '/n', 'out-of-range'],
])('%j is refused at %j as %s', (text, pointer, code) => {
  expect(refusal(Buffer.from(text))).toEqual({
    code: 'ARC101',
    faults: [expect.objectContaining({ pointer, code })],
  })
})

test('bytes that are not UTF-8 are refused, not replaced', () => {
  expect(refusal(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ code: 'ARC101' })
})

test('32 levels are read, 33 are refused without a crash', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  expect(refusal(Buffer.from(nested(32))).code).toBe('accepted')
  expect(refusal(Buffer.from(nested(33))).faults).toMatchObject([{ code: 'too-deep' }])
  expect(refusal(Buffer.from('['.repeat(500_000))).faults).toMatchObject([{ code: 'too-deep' }])
})

test('a text of ten megabytes is read', () => {
  const text = 'é\\n"'.repeat(2_000_000)
  expect(read(JSON.stringify(text))).toBe(text)
})

test('an object has at most 1,000 members', () => {
  const object = (members: number): string =>
    JSON.stringify(Object.fromEntries(Array.from({ length: members }, (_, i) => [`k${i}`, i])))
  expect(refusal(Buffer.from(object(1000))).code).toBe('accepted')
  expect(refusal(Buffer.from(object(1001))).faults).toMatchObject([{ code: 'too-many' }])
})

test('the quick and the strict reading agree, and only the strict one refuses', () => {
  const name = fc.constantFrom('a', 'b', '":', 'c\\"', '', '__proto__', 'x\n')
  const scalar = fc.oneof(
    fc.string(),
    fc.constantFrom('":"', '\\', '"a":1', ':'),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
  )
  const text = fc
    .array(fc.tuple(name, scalar), { maxLength: 6 })
    .map(
      (members) =>
        `{${members.map(([key, value]) => `${JSON.stringify(key)} :${JSON.stringify(value)}`).join(',')}}`,
    )
  fc.assert(
    fc.property(text, (json) => {
      const names = Object.keys(JSON.parse(json))
      const written = [...json.matchAll(/"(?:[^"\\]|\\.)*" :/g)].length
      const isSound = names.length === written && !json.includes('"__proto__" :')
      const read = (): unknown => readJson(new TextEncoder().encode(json))
      if (isSound) expect(read()).toEqual(JSON.parse(json))
      else expect(read).toThrow('not acceptable JSON')
    }),
  )
})
