import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ADA,
  actor,
  BOB,
  EVE,
  type Library,
  openLibrary,
} from '../../../test/serve-write/library.ts'
import { bodyOf, idOf, newId, type Writer, writerOf } from '../../../test/serve-write/writer.ts'
import { sql } from '../../sql/sql.ts'

let library: Library
let writer: Writer
const ada = actor(ADA)
const bob = actor(BOB)
const moderator = actor(EVE, 'moderator')

beforeAll(async () => {
  library = await openLibrary()
  writer = writerOf(library)
})
afterAll(async () => await library.close())

test('changes what is sent, and makes the next version', async () => {
  const id = await writer.shelf(ada, { rank: 5 })
  const sent = library.sent()
  const result = await writer.change({ name: 'shelf', id }, { title: 'New', rank: null }, ada)
  expect(library.sent() - sent).toBe(1)
  expect(result).toMatchObject({
    status: 200,
    headers: { etag: '"2"' },
    changes: [{ operation: 'update', id }],
  })
  expect(bodyOf(result)).toMatchObject({
    title: 'New',
    rank: null,
    version: 2,
    visibility: 'private',
    owner: ADA,
  })
})

test('of nothing is the row in the version that it has', async () => {
  const id = await writer.shelf(ada)
  const before = await library.contents()
  expect(await writer.change({ name: 'shelf', id }, {}, ada)).toMatchObject({
    status: 200,
    headers: { etag: '"1"' },
    changes: [],
  })
  expect(await library.contents()).toBe(before)
})

test.each(['hidden', 'missing'])('of a %s row is the same 404', async (which) => {
  const id = which === 'hidden' ? await writer.shelf(bob) : newId()
  const expected = { code: 'ARC301', faults: [], statements: 1 }
  expect(
    await writer.refusal(() => writer.change({ name: 'shelf', id }, { title: 'x' }, ada)),
  ).toEqual(expected)
  expect(
    await writer.refusal(() =>
      writer.change({ name: 'shelf', id, versions: [9] }, { title: 'x' }, ada),
    ),
  ).toEqual(expected)
  expect(await writer.refusal(() => writer.remove({ name: 'shelf', id }, ada))).toEqual(expected)
})

test('of a row that may be read but not changed is 403', async () => {
  const id = await writer.shelf(ada)
  expect(
    await writer.refusal(() => writer.change({ name: 'shelf', id }, { title: 'x' }, moderator)),
  ).toEqual({
    code: 'ARC202',
    faults: [],
    statements: 1,
  })
})

test('that takes the row out of the rule is 403: the rule holds for the new row too', async () => {
  const id = await writer.shelf(ada, { visibility: 'public' })
  expect(await writer.change({ name: 'shelf', id }, { title: 'By all' }, bob)).toMatchObject({
    status: 200,
  })
  expect(
    await writer.refusal(() =>
      writer.change({ name: 'shelf', id }, { visibility: 'private' }, bob),
    ),
  ).toEqual({
    code: 'ARC202',
    faults: [],
    statements: 1,
  })
})

test('of a reference to another row that I may read but not use is 403', async () => {
  const [mine, theirs] = [
    await writer.shelf(ada),
    await writer.shelf(bob, { visibility: 'public' }),
  ]
  const id = idOf(await writer.create('book', { shelf: mine, isbn: '1' }, ada))
  expect(
    await writer.refusal(() => writer.change({ name: 'book', id }, { shelf: theirs }, ada)),
  ).toMatchObject({
    code: 'ARC202',
    statements: 1,
  })
})

test('of a field that its rule opens to others alone is 422 before a statement', async () => {
  const id = await writer.shelf(ada)
  expect(
    await writer.refusal(() => writer.change({ name: 'shelf', id }, { pinned: true }, ada)),
  ).toEqual({
    code: 'ARC102',
    faults: ['not-writable /pinned'],
    statements: 0,
  })
})

test('of a field whose rule depends on the row is 403 where it does not hold', async () => {
  const id = await writer.shelf(ada, { visibility: 'public' })
  expect(
    await writer.refusal(() => writer.change({ name: 'shelf', id }, { label: 'x' }, bob)),
  ).toEqual({
    code: 'ARC202',
    faults: ['not-writable /label'],
    statements: 1,
  })
  expect(await writer.change({ name: 'shelf', id }, { label: 'x' }, ada)).toMatchObject({
    status: 200,
  })
})

test('of a version that is not stored is 412, of one in the list it is done', async () => {
  const id = await writer.shelf(ada)
  expect(
    await writer.refusal(() =>
      writer.change({ name: 'shelf', id, versions: [] }, { title: 'x' }, ada),
    ),
  ).toMatchObject({ code: 'ARC302' })
  expect(
    await writer.change({ name: 'shelf', id, versions: [7, 1] }, { title: 'x' }, ada),
  ).toMatchObject({
    status: 200,
  })
  expect(
    await writer.perform(
      {
        ...writer.about('shelf'),
        operation: 'update',
        id,
        patch: { kind: 'merge', set: { title: 'y' } },
        ifMatch: { kind: 'any' },
      },
      ada,
    ),
  ).toMatchObject({
    status: 200,
  })
})

test('by twenty at once with the same version is done once', async () => {
  const id = await writer.shelf(ada)
  const attempts = Array.from({ length: 20 }, (_, i) =>
    writer.change({ name: 'shelf', id, versions: [1] }, { title: `t${i}` }, ada),
  )
  const settled = await Promise.allSettled(attempts)
  const refused = settled.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(19)
  expect(refused.map((one) => (one.status === 'rejected' ? one.reason.code : ''))).toEqual(
    Array(19).fill('ARC302'),
  )
  expect(await library.rows(sql`select version from shelves where id = ${id}`)).toEqual([['2']])
})

test('by twenty at once without a version is done twenty times', async () => {
  const id = await writer.shelf(ada)
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      writer.change({ name: 'shelf', id }, { title: `t${i}` }, ada),
    ),
  )
  expect(await library.rows(sql`select version from shelves where id = ${id}`)).toEqual([['21']])
})
