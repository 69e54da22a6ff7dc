import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ADA,
  actor,
  BOB,
  EVE,
  type Library,
  openLibrary,
} from '../../../test/serve-write/library.ts'
import { type Writer, writerOf } from '../../../test/serve-write/writer.ts'
import { ident, sql } from '../../sql/sql.ts'

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

const exists = async (table: string, id: string): Promise<boolean> =>
  (await library.rows(sql`select 1 from ${ident(table)} where id = ${id}`)).length > 0

test('is 204 in one statement, and 404 the second time', async () => {
  const id = await writer.shelf(ada)
  const sent = library.sent()
  expect(await writer.remove({ name: 'shelf', id }, ada)).toEqual({
    status: 204,
    headers: {},
    body: undefined,
    changes: [{ resource: 'shelf', operation: 'delete', id }],
  })
  expect(library.sent() - sent).toBe(1)
  expect(await exists('shelves', id)).toBe(false)
  expect(await writer.refusal(() => writer.remove({ name: 'shelf', id }, ada))).toMatchObject({
    code: 'ARC301',
  })
})

test('by one who may only read it is 403, by a moderator it is done', async () => {
  const id = await writer.shelf(ada, { visibility: 'public' })
  expect(await writer.refusal(() => writer.remove({ name: 'shelf', id }, bob))).toEqual({
    code: 'ARC202',
    faults: [],
    statements: 1,
  })
  expect(await writer.remove({ name: 'shelf', id }, moderator)).toMatchObject({ status: 204 })
})

test('of what others refer to is 409', async () => {
  const shelf = await writer.shelf(ada)
  await writer.create('book', { shelf, isbn: '1' }, ada)
  expect(await writer.refusal(() => writer.remove({ name: 'shelf', id: shelf }, ada))).toEqual({
    code: 'ARC304',
    faults: [],
    statements: 1,
  })
})

test('of another version is 412', async () => {
  const id = await writer.shelf(ada)
  expect(
    await writer.refusal(() => writer.remove({ name: 'shelf', id, versions: [2] }, ada)),
  ).toMatchObject({ code: 'ARC302', statements: 1 })
})

test('by twenty at once is done once', async () => {
  const id = await writer.shelf(ada)
  const settled = await Promise.allSettled(
    Array.from({ length: 20 }, () => writer.remove({ name: 'shelf', id }, ada)),
  )
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
