import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, type Told } from '../../../test/serve-write/ask.ts'
import { ADA, actor, BOB, type Library, openLibrary } from '../../../test/serve-write/library.ts'
import { sql } from '../../sql/sql.ts'

let library: Library
const as = actor(ADA)
const STORED = {
  title: 'Mine',
  tags: ['a', 'b'],
  rank: 5,
  visibility: 'public',
  notes: { x: { y: 1 }, z: [1, 2] },
}

beforeAll(async () => {
  library = await openLibrary()
})
afterAll(async () => await library.close())

const newShelf = async (): Promise<string> =>
  String((await ask(library, { as, what: 'create shelf', body: STORED })).body['id'])
const patch = (id: string, operations: readonly unknown[], headers = {}): Promise<Told> =>
  ask(library, {
    as,
    what: 'update shelf',
    id,
    body: operations,
    headers: { 'content-type': 'application/json-patch+json', ...headers },
  })
const merge = (id: string, body: unknown): Promise<Told> =>
  ask(library, { as, what: 'update shelf', id, body })

test('a JSON patch reaches into arrays and JSON values, in two statements', async () => {
  const told = await patch(await newShelf(), [
    { op: 'test', path: '/version', value: 1 },
    { op: 'add', path: '/tags/1', value: 'between' },
    { op: 'move', from: '/notes/x/y', path: '/notes/moved' },
    { op: 'copy', from: '/title', path: '/label' },
    { op: 'remove', path: '/rank' },
  ])
  expect(told).toMatchObject({
    status: 200,
    statements: 2,
    headers: { etag: '"2"' },
    body: {
      tags: ['a', 'between', 'b'],
      notes: { x: {}, z: [1, 2], moved: 1 },
      label: 'Mine',
      rank: null,
      version: 2,
    },
  })
})

test.each([
  [
    'a failed test',
    [
      { op: 'replace', path: '/title', value: 'x' },
      { op: 'test', path: '/rank', value: 6 },
    ],
    409,
    'ARC305',
    [],
  ],
  ['a path to nothing', [{ op: 'remove', path: '/tags/2' }], 422, 'ARC102', ['not-found /0/path']],
  [
    'a value of the wrong type',
    [{ op: 'add', path: '/tags/-', value: 5 }],
    422,
    'ARC102',
    ['wrong-type /tags/2'],
  ],
  [
    'a removed field that is required',
    [{ op: 'remove', path: '/title' }],
    422,
    'ARC102',
    ['not-null /title'],
  ],
  [
    'a field of the server',
    [{ op: 'replace', path: '/version', value: 9 }],
    422,
    'ARC102',
    ['not-writable /version'],
  ],
  [
    'a field open to others alone',
    [{ op: 'replace', path: '/pinned', value: true }],
    422,
    'ARC102',
    ['not-writable /pinned'],
  ],
])('a JSON patch with %s changes nothing', async (...[, operations, status, code, faults]) => {
  const id = await newShelf()
  const before = await library.contents()
  expect(await patch(id, operations)).toMatchObject({ status, code, faults })
  expect(await library.contents()).toBe(before)
})

test('a JSON patch of a hidden row is 404', async () => {
  const theirs = await ask(library, {
    as: actor(BOB),
    what: 'create shelf',
    body: { title: 'x', tags: [] },
  })
  expect(await patch(String(theirs.body['id']), [])).toMatchObject({ status: 404, statements: 1 })
})

test('a JSON patch of another version is 412', async () => {
  expect(
    await patch(await newShelf(), [{ op: 'remove', path: '/rank' }], { 'if-match': '"2"' }),
  ).toMatchObject({ status: 412, statements: 1 })
})

test('a JSON patch that only sets whole fields is one statement', async () => {
  const told = await patch(await newShelf(), [
    { op: 'replace', path: '/title', value: 'First' },
    { op: 'remove', path: '/rank' },
    { op: 'add', path: '/title', value: 'Last' },
  ])
  expect(told).toMatchObject({
    status: 200,
    statements: 1,
    body: { title: 'Last', rank: null, version: 2 },
  })
})

test('two JSON patches at once are both applied', async () => {
  const id = await newShelf()
  const told = await Promise.all([
    patch(id, [{ op: 'add', path: '/tags/-', value: 'c' }]),
    patch(id, [{ op: 'add', path: '/tags/-', value: 'd' }]),
  ])
  expect(told.map(({ status }) => status)).toEqual([200, 200])
  expect(
    await library.rows(sql`select version, cardinality(tags) from shelves where id = ${id}`),
  ).toEqual([['3', '4']])
})

test('a merge patch of plain fields is one statement; null clears', async () => {
  expect(await merge(await newShelf(), { rank: null, title: 'New', tags: [] })).toMatchObject({
    status: 200,
    statements: 1,
    body: { rank: null, title: 'New', tags: [] },
  })
})

test('a merge patch merges into a JSON value', async () => {
  const told = await merge(await newShelf(), { notes: { x: { y: null, w: 2 }, z: 'new' } })
  expect(told).toMatchObject({ status: 200, statements: 2 })
  expect(told.body['notes']).toEqual({ x: { w: 2 }, z: 'new' })
})

test('a merge patch with null for what is required is 422', async () => {
  expect(await merge(await newShelf(), { title: null })).toMatchObject({
    status: 422,
    faults: ['not-null /title'],
    statements: 0,
  })
})
