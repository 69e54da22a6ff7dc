import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, ask } from '../../../test/serve-write/ask.ts'
import { ADA, actor, type Library, openLibrary } from '../../../test/serve-write/library.ts'
import { newId } from '../../../test/serve-write/writer.ts'

let library: Library
const as = actor(ADA)
const shelf = { title: 'Mine', tags: [] }

beforeAll(async () => {
  library = await openLibrary()
})
afterAll(async () => await library.close())

type Case = readonly [
  name: string,
  asked: Omit<Asked, 'as'>,
  status: number,
  code: string,
  faults: readonly string[],
]

const create = (body: unknown, what = 'create shelf'): Omit<Asked, 'as'> => ({ what, body })
const update = (body: unknown, headers = {}, id = newId()): Omit<Asked, 'as'> => ({
  what: 'update shelf',
  id,
  body,
  headers,
})
const patch = { 'content-type': 'application/json-patch+json' }

const CASES: readonly Case[] = [
  [
    'another media type',
    { ...create(shelf), headers: { 'content-type': 'text/plain' } },
    415,
    'ARC107',
    [],
  ],
  [
    'another charset',
    { ...create(shelf), headers: { 'content-type': 'application/json; charset=latin1' } },
    415,
    'ARC107',
    [],
  ],
  ['plain JSON as a patch', update({}, { 'content-type': 'application/json' }), 415, 'ARC107', []],
  ['half a body', create('{"title":'), 400, 'ARC101', ['malformed /title']],
  ['a name twice', create('{"title":"a","title":"b"}'), 400, 'ARC101', ['duplicate /title']],
  ['a prototype', create('{"__proto__":{}}'), 400, 'ARC101', ['forbidden-name /__proto__']],
  ['an infinite number', create('{"rank":1e999}'), 400, 'ARC101', ['out-of-range /rank']],
  ['no object', create([]), 422, 'ARC102', ['wrong-type ']],
  ['nothing that is required', create({}), 422, 'ARC102', ['required /title', 'required /tags']],
  [
    'every fault at once',
    create({ titel: 'x', tags: 'a', rank: '5', visibility: 'secret', pinned: null }),
    422,
    'ARC102',
    [
      'required /title',
      'unknown-field /titel',
      'not-one-of /visibility',
      'wrong-type /rank',
      'not-null /pinned',
      'wrong-type /tags',
    ],
  ],
  [
    'bounds',
    create({ title: '', tags: ['x'.repeat(21)], rank: 101 }),
    422,
    'ARC102',
    ['too-short /title', 'out-of-range /rank', 'too-long /tags/0'],
  ],
  [
    'a fraction for an integer',
    create({ ...shelf, rank: 1.5 }),
    422,
    'ARC102',
    ['wrong-type /rank'],
  ],
  [
    'fields of the server',
    create({ ...shelf, id: newId(), version: 3, createdAt: 'x', owner: ADA }),
    422,
    'ARC102',
    ['not-writable /id', 'not-writable /version', 'not-writable /createdAt', 'not-writable /owner'],
  ],
  [
    'a field open to others alone',
    create({ ...shelf, pinned: true }),
    422,
    'ARC102',
    ['not-writable /pinned'],
  ],
  ['a lone surrogate', create('{"title":"\\ud800","tags":[]}'), 422, 'ARC102', ['format /title']],
  [
    'a NUL in JSON',
    create({ ...shelf, notes: { a: ['\0'] } }),
    422,
    'ARC102',
    ['format /notes/a/0'],
  ],
  [
    'an integer that is not exact',
    create('{"title":"a","tags":[],"notes":12345678901234567890}'),
    422,
    'ARC102',
    ['out-of-range /notes'],
  ],
  [
    'formats',
    create(
      {
        price: '1,5',
        large: '9223372036854775808',
        day: '2026-02-30',
        address: '1.2.3',
        at: 'now',
        picture: '*',
        length: 'P',
      },
      'create sample',
    ),
    422,
    'ARC102',
    expect.arrayContaining([
      'format /large',
      'format /day',
      'format /address',
      'format /at',
      'format /picture',
      'format /length',
    ]),
  ],
  [
    'an immutable field',
    { what: 'update book', id: newId(), body: { isbn: '2' }, headers: { 'if-match': '"1"' } },
    422,
    'ARC102',
    ['not-writable /isbn'],
  ],
  [
    'no If-Match where it is required',
    { what: 'update book', id: newId(), body: {} },
    428,
    'ARC110',
    [],
  ],
  ['a malformed If-Match', update({}, { 'if-match': '1' }), 400, 'ARC101', ['format if-match']],
  ['a malformed id', update({}, {}, 'x'), 404, 'ARC301', []],
  [
    'a key with a space',
    { ...create(shelf), headers: { 'idempotency-key': 'a b' } },
    400,
    'ARC101',
    ['format idempotency-key'],
  ],
  ['a patch that is no array', update({}, patch), 422, 'ARC102', ['wrong-type ']],
  [
    'operations that are none',
    update(
      [
        { op: 'fly', path: '/title' },
        { op: 'add', path: '/title' },
        { op: 'remove', path: '/titel' },
        { op: 'remove', path: '/notes/__proto__/x' },
      ],
      patch,
    ),
    422,
    'ARC102',
    ['not-one-of /0/op', 'required /1/value', 'unknown-field /2/path', 'format /3/path'],
  ],
  [
    'too many operations',
    update(Array(51).fill({ op: 'remove', path: '/rank' }), patch),
    422,
    'ARC102',
    ['too-long '],
  ],
  ['a bulk of nothing', create({ items: [] }, 'bulk shelf'), 422, 'ARC102', ['too-short /items']],
  [
    'a bulk of too much',
    create({ items: Array(1001).fill(shelf) }, 'bulk shelf'),
    422,
    'ARC102',
    ['too-long /items'],
  ],
  [
    'a bulk with one bad item',
    create({ mode: 'all', items: [shelf, { title: 5, tags: [] }] }, 'bulk shelf'),
    422,
    'ARC102',
    ['wrong-type /items/1/title'],
  ],
]

test.each(CASES)(
  '%s is refused before a statement is sent',
  async (...[, asked, status, code, faults]) => {
    const before = await library.contents()
    const told = await ask(library, { ...asked, as })
    expect({ status: told.status, code: told.code, statements: told.statements }).toEqual({
      status,
      code,
      statements: 0,
    })
    expect(told.faults).toEqual(faults)
    expect(await library.contents()).toBe(before)
  },
)

test('a refused media type says which are accepted', async () => {
  const told = await ask(library, { ...update({}, { 'content-type': 'application/json' }), as })
  expect(told.headers['accept-patch']).toBe(
    'application/merge-patch+json, application/json-patch+json',
  )
})

test('an unknown field comes with the one that was meant', async () => {
  const told = await ask(library, { ...create({ ...shelf, titel: 'x' }), as })
  expect(JSON.stringify(told.body)).toContain('Did you mean title?')
})

test('a weak tag never matches', async () => {
  const { body } = await ask(library, { ...create(shelf), as })
  const told = await ask(library, {
    ...update({ title: 'x' }, { 'if-match': 'W/"1"' }, String(body['id'])),
    as,
  })
  expect(told).toMatchObject({ status: 412, code: 'ARC302', statements: 1 })
})
