import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADA, actor, BOB, type Library, openLibrary } from '../../../test/serve-write/library.ts'
import { bodyOf, idOf, newId, type Writer, writerOf } from '../../../test/serve-write/writer.ts'
import { ANONYMOUS } from '../actor.ts'

let library: Library
let writer: Writer
const ada = actor(ADA)
const bob = actor(BOB)

beforeAll(async () => {
  library = await openLibrary()
  writer = writerOf(library)
})
afterAll(async () => await library.close())

test('answers the row as it is stored, in one statement', async () => {
  const sent = library.sent()
  const result = await writer.create(
    'shelf',
    { title: 'Science "fiction" \\ é', tags: ['a', 'b"c\\d,{}', ''], notes: { a: [1, null] } },
    ada,
  )
  expect(library.sent() - sent).toBe(1)
  const { id, createdAt, updatedAt, ...rest } = bodyOf(result)
  expect(result).toMatchObject({
    status: 201,
    headers: { location: `/v1/shelves/${id}`, etag: '"1"' },
    changes: [{ resource: 'shelf', operation: 'create', id }],
  })
  expect(createdAt).toBe(updatedAt)
  expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/)
  expect(rest).toEqual({
    version: 1,
    owner: ADA,
    title: 'Science "fiction" \\ é',
    visibility: 'private',
    rank: null,
    pinned: false,
    label: null,
    tags: ['a', 'b"c\\d,{}', ''],
    notes: { a: [1, null] },
  })
})

test('stores every kind of value as it was sent', async () => {
  const id = newId()
  const body = {
    id,
    price: '12.500000',
    large: '9223372036854775807',
    picture: 'AP8Q',
    day: '2026-11-23',
    length: 'P1DT2H',
    address: '2001:db8::1',
    at: '2026-11-23T10:00:00.123456Z',
    words: ['x'],
  }
  const answer = bodyOf(await writer.create('sample', body, ada))
  expect(answer).toMatchObject({ ...body, length: expect.stringMatching(/^P.*1D.*2H/) })
})

test('by nobody is 401 without a statement', async () => {
  expect(
    await writer.refusal(() => writer.create('shelf', { title: 'x', tags: [] }, ANONYMOUS)),
  ).toEqual({
    code: 'ARC201',
    faults: [],
    statements: 0,
  })
})

test('under a parent that is not mine is 403', async () => {
  const shelf = await writer.shelf(ada, { visibility: 'public' })
  expect(await writer.refusal(() => writer.create('book', { shelf, isbn: '1' }, bob))).toEqual({
    code: 'ARC202',
    faults: [],
    statements: 1,
  })
})

test.each(['hidden', 'missing'])('a reference to a %s row is the same 422', async (which) => {
  const other = which === 'hidden' ? await writer.shelf(bob) : newId()
  const mine = await writer.shelf(ada)
  const [id] = [await writer.create('book', { shelf: mine, isbn: '2' }, ada)].map(idOf)
  expect(
    await writer.refusal(() => writer.create('book', { shelf: mine, isbn: '3', next: other }, ada)),
  ).toEqual({ code: 'ARC102', faults: ['not-found /next'], statements: 1 })
  expect(id).toBeDefined()
})

test('of a row that its maker may not read answers its address and id alone', async () => {
  const result = await writer.create('drop', { message: 'psst' }, ada)
  const id = idOf(result)
  expect(result).toMatchObject({
    status: 201,
    headers: { location: `/v1/drops/${id}` },
    body: JSON.stringify({ id }),
  })
  expect(result.headers).not.toHaveProperty('etag')
})

test('of what exists is 409, and names the fields where everybody may read them', async () => {
  const shelf = await writer.shelf(ada)
  await writer.create('book', { shelf, isbn: '9' }, ada)
  expect(await writer.refusal(() => writer.create('book', { shelf, isbn: '9' }, ada))).toEqual({
    code: 'ARC303',
    faults: ['taken /shelf', 'taken /isbn'],
    statements: 1,
  })
})

test('with an id of the client that is taken is 409', async () => {
  const id = newId()
  await writer.create('sample', { id, price: '1' }, ada)
  expect(
    await writer.refusal(() => writer.create('sample', { id, price: '1' }, ada)),
  ).toMatchObject({
    code: 'ARC303',
    faults: ['taken /id'],
  })
})

test('by an actor whose own row is gone is 403', async () => {
  expect(
    await writer.refusal(() => writer.create('shelf', { title: 'x', tags: [] }, actor(newId()))),
  ).toMatchObject({ code: 'ARC202' })
})
