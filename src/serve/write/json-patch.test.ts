import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonPatchOperation } from '../request.ts'
import { applyJsonPatch, applyMergePatch, parsePointer } from './json-patch.ts'

type Vector = readonly [
  name: string,
  document: unknown,
  patch: readonly JsonPatchOperation[],
  expected: unknown,
]

/** RFC 6902, appendix A. A text is the kind of refusal. */
const VECTORS: readonly Vector[] = [
  [
    'A.1 adding an object member',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux' }],
    { baz: 'qux', foo: 'bar' },
  ],
  [
    'A.2 adding an array element',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  [
    'A.3 removing an object member',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'remove', path: '/baz' }],
    { foo: 'bar' },
  ],
  [
    'A.4 removing an array element',
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  [
    'A.5 replacing a value',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  [
    'A.6 moving a value',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 moving an array element',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 testing a value: success',
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  [
    'A.9 testing a value: error',
    { baz: 'qux' },
    [{ op: 'test', path: '/baz', value: 'bar' }],
    'test-failed',
  ],
  [
    'A.10 adding a nested member object',
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  [
    'A.12 adding to a nonexistent target',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz/bat', value: 'qux' }],
    'path-not-found',
  ],
  [
    'A.14 ~ escape ordering',
    { '/': 9, '~1': 10 },
    [{ op: 'test', path: '/~01', value: 10 }],
    { '/': 9, '~1': 10 },
  ],
  [
    'A.15 comparing strings and numbers',
    { '/': 9, '~1': 10 },
    [{ op: 'test', path: '/~01', value: '10' }],
    'test-failed',
  ],
  [
    'A.16 adding an array value',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
  [
    'copying a value',
    { a: { b: [1] } },
    [{ op: 'copy', from: '/a/b', path: '/c' }],
    { a: { b: [1] }, c: [1] },
  ],
  [
    'moving into itself',
    { a: { b: 1 } },
    [{ op: 'move', from: '/a', path: '/a/c' }],
    'path-not-found',
  ],
  ['removing what is not there', { a: 1 }, [{ op: 'remove', path: '/b' }], 'path-not-found'],
  [
    'replacing what is not there',
    { a: 1 },
    [{ op: 'replace', path: '/b', value: 1 }],
    'path-not-found',
  ],
  [
    'an index beyond the end',
    { a: [1] },
    [{ op: 'add', path: '/a/2', value: 1 }],
    'path-not-found',
  ],
  [
    'an index with a leading zero',
    { a: [1, 2] },
    [{ op: 'remove', path: '/a/01' }],
    'path-not-found',
  ],
  [
    'a member of the prototype',
    { a: 1 },
    [{ op: 'test', path: '/toString', value: 1 }],
    'path-not-found',
  ],
  [
    'the prototype itself',
    { a: 1 },
    [{ op: 'add', path: '/__proto__/x', value: 1 }],
    'path-not-found',
  ],
  [
    'order of members',
    { a: { x: 1, y: 2 } },
    [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }],
    { a: { x: 1, y: 2 } },
  ],
]

describe('JSON patch', () => {
  test.each(VECTORS)('%s', (...[, document, patch, expected]) => {
    const before = structuredClone(document)
    const patched = applyJsonPatch(document, patch)
    expect(patched.kind === 'patched' ? patched.document : patched.kind).toEqual(expected)
    expect(document).toEqual(before)
  })

  test('a pointer that is none, or leads through a prototype, is refused', () => {
    expect(['a', '/~2', '/~', '/a/__proto__', '/constructor'].map(parsePointer)).toEqual(
      Array(5).fill(undefined),
    )
    expect(parsePointer('/a~1b/~0/')).toEqual(['a/b', '~', ''])
  })

  test('what is added and removed again leaves the document as it was', () => {
    const name = fc
      .string()
      .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text))
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.jsonValue(), { noNullPrototype: true }),
        name,
        fc.jsonValue(),
        (document, key, value) => {
          fc.pre(!Object.hasOwn(document, key))
          const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
          const patched = applyJsonPatch(document, [
            { op: 'add', path, value },
            { op: 'test', path, value },
            { op: 'remove', path },
          ])
          expect(patched).toEqual({ kind: 'patched', document })
        },
      ),
    )
  })
})

describe('merge patch', () => {
  /** RFC 7396, appendix A. */
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (document, patch, expected) => {
    expect(applyMergePatch(document, patch)).toEqual(expected)
  })
})
