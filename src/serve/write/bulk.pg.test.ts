import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, type Told } from '../../../test/serve-write/ask.ts'
import { ADA, actor, BOB, type Library, openLibrary } from '../../../test/serve-write/library.ts'
import { newId } from '../../../test/serve-write/writer.ts'
import { ANONYMOUS } from '../actor.ts'

let library: Library
const as = actor(ADA)

beforeAll(async () => {
  library = await openLibrary()
})
afterAll(async () => await library.close())

const bulk = (name: string, mode: string, items: readonly unknown[]): Promise<Told> =>
  ask(library, { as, what: `bulk ${name}`, body: { mode, items } })
const newShelf = async (who = as): Promise<unknown> =>
  (
    await ask(library, {
      as: who,
      what: 'create shelf',
      body: { title: 'x', tags: [], visibility: 'public' },
    })
  ).body['id']
const results = ({ body }: Told): unknown[] => (Array.isArray(body['data']) ? body['data'] : [])

test('a thousand items are one statement', async () => {
  const items = Array.from({ length: 1000 }, (_, i) => ({
    title: `t${i}`,
    tags: [`a,${i}`, '{"}'],
    ...(i % 2 ? { rank: i % 100 } : {}),
  }))
  const told = await bulk('shelf', 'all', items)
  expect(told).toMatchObject({ status: 200, statements: 1 })
  expect(results(told).map((result) => Object(result).body.title)).toEqual(
    items.map(({ title }) => title),
  )
  expect(results(told)[7]).toMatchObject({
    status: 201,
    body: {
      title: 't7',
      tags: ['a,7', '{"}'],
      rank: 7,
      visibility: 'private',
      pinned: false,
      owner: ADA,
      version: 1,
    },
  })
  expect(results(told)[8]).toMatchObject({ body: { rank: null } })
})

test('all: one that is not allowed refuses all', async () => {
  const [mine, theirs] = [await newShelf(), await newShelf(actor(BOB))]
  const before = await library.contents()
  const told = await bulk('book', 'all', [
    { shelf: mine, isbn: '1' },
    { shelf: theirs, isbn: '2' },
  ])
  expect(told).toMatchObject({
    status: 403,
    code: 'ARC202',
    faults: ['forbidden /items/1'],
    statements: 1,
  })
  expect(await library.contents()).toBe(before)
})

test('all: a reference to nothing refuses all, with its pointer', async () => {
  const mine = await newShelf()
  const before = await library.contents()
  const told = await bulk('book', 'all', [
    { shelf: mine, isbn: '1' },
    { shelf: mine, isbn: '2', next: newId() },
  ])
  expect(told).toMatchObject({ status: 422, faults: ['not-found /items/1/next'], statements: 1 })
  expect(await library.contents()).toBe(before)
})

test('all: a conflict refuses all', async () => {
  const mine = await newShelf()
  const before = await library.contents()
  const told = await bulk('book', 'all', [
    { shelf: mine, isbn: '1' },
    { shelf: mine, isbn: '1' },
  ])
  expect(told).toMatchObject({ status: 409, code: 'ARC303', statements: 1 })
  expect(await library.contents()).toBe(before)
})

test('each: every item has its own result, in one statement', async () => {
  const [mine, theirs] = [await newShelf(), await newShelf(actor(BOB))]
  const told = await bulk('book', 'each', [
    { shelf: mine, isbn: '1' },
    { shelf: mine, isbn: 5 },
    { shelf: theirs, isbn: '1' },
    { shelf: mine, isbn: '1' },
    { shelf: mine, isbn: '2', next: newId() },
    { shelf: mine, isbn: '3' },
  ])
  expect(told).toMatchObject({ status: 200, statements: 1 })
  const summary = results(told).map((result) => [
    Object(result).status,
    Object(result).problem?.code,
  ])
  expect(summary).toEqual([
    [201, undefined],
    [422, 'ARC102'],
    [403, 'ARC202'],
    [409, 'ARC303'],
    [422, 'ARC102'],
    [201, undefined],
  ])
})

test('each: an id that stands twice is made once', async () => {
  const id = newId()
  const told = await bulk('sample', 'each', [
    { id, price: '1' },
    { id, price: '2' },
  ])
  expect(results(told)).toMatchObject([
    { status: 201, body: { id, price: '1.000000' } },
    { status: 422 },
  ])
})

test('each: where every item is refused, nothing is made', async () => {
  const before = await library.contents()
  expect(results(await bulk('shelf', 'each', [{}]))).toMatchObject([{ status: 422 }])
  expect(await library.contents()).toBe(before)
})

test('by nobody is 401', async () => {
  expect(
    await ask(library, {
      as: ANONYMOUS,
      what: 'bulk shelf',
      body: { items: [{ title: 'x', tags: [] }] },
    }),
  ).toMatchObject({ status: 401, statements: 0 })
})
