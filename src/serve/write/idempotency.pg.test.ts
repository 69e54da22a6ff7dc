import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, ask } from '../../../test/serve-write/ask.ts'
import { ADA, actor, BOB, type Library, openLibrary } from '../../../test/serve-write/library.ts'
import { newId } from '../../../test/serve-write/writer.ts'
import { sql } from '../../sql/sql.ts'
import { purgeIdempotency } from './purge-idempotency.ts'

let library: Library
const as = actor(ADA)

beforeAll(async () => {
  library = await openLibrary()
})
afterAll(async () => await library.close())

const shelf = (key: string, title = 'Mine'): Asked => ({
  as,
  what: 'create shelf',
  body: { title, tags: ['a'], notes: { b: true } },
  headers: { 'idempotency-key': key },
})
const titled = async (title: string): Promise<number> =>
  (await library.rows(sql`select 1 from shelves where title = ${title}`)).length

test('the same request again is answered with the stored answer, in one statement', async () => {
  const first = await ask(library, shelf('k1', 'Once'))
  const second = await ask(library, shelf('k1', 'Once'))
  expect(first).toMatchObject({ status: 201, statements: 1 })
  expect(first.headers).not.toHaveProperty('idempotency-replayed')
  expect(second).toEqual({
    ...first,
    headers: { ...first.headers, 'idempotency-replayed': 'true' },
  })
  expect(await titled('Once')).toBe(1)
})

test('an answer without a key is the same as one with a key', async () => {
  const { headers: _, ...plain } = shelf('')
  const keyed = await ask(library, shelf('k2'))
  const bare = await ask(library, plain)
  const { id: a, createdAt: b, updatedAt: c, ...one } = keyed.body
  const { id: d, createdAt: e, updatedAt: f, ...other } = bare.body
  expect(one).toEqual(other)
})

test('the key with another request is 422, and nothing is written', async () => {
  await ask(library, shelf('k3'))
  const before = await library.contents()
  expect(await ask(library, shelf('k3', 'Other'))).toMatchObject({
    status: 422,
    code: 'ARC111',
    statements: 1,
  })
  expect(await library.contents()).toBe(before)
})

test('the key of another actor is another key', async () => {
  const mine = await ask(library, shelf('k4', 'Shared key'))
  const theirs = await ask(library, { ...shelf('k4', 'Shared key'), as: actor(BOB) })
  expect([mine.status, theirs.status]).toEqual([201, 201])
  expect(theirs.body['owner']).toBe(BOB)
})

test('what was refused is not stored: it may be tried again', async () => {
  const id = newId()
  const book = { as, what: 'create book', headers: { 'idempotency-key': 'k5' } }
  const own = await ask(library, shelf('k5'))
  const bad = { shelf: own.body['id'], isbn: '1', next: id }
  expect(await ask(library, { ...book, body: bad })).toMatchObject({ status: 422, code: 'ARC102' })
  expect(await ask(library, { ...book, body: { ...bad, next: null } })).toMatchObject({
    status: 201,
  })
})

test('sent twenty times at once it has one effect', async () => {
  const told = await Promise.all(
    Array.from({ length: 20 }, () => ask(library, shelf('k6', 'Race'))),
  )
  expect(await titled('Race')).toBe(1)
  const fresh = told.filter(
    ({ status, headers }) => status === 201 && !('idempotency-replayed' in headers),
  )
  expect(fresh).toHaveLength(1)
  const others = told.filter((one) => !fresh.includes(one))
  expect(others.filter(({ status, code }) => status !== 201 && code !== 'ARC112')).toEqual([])
  expect(
    others
      .filter(({ code }) => code === 'ARC112')
      .every(({ headers }) => headers['retry-after'] === '1'),
  ).toBe(true)
})

test('while somebody else is at it, it is 409 and nothing is written', async () => {
  const before = await library.contents()
  await library.database.transaction(async (transaction) => {
    const scope = `${ADA} create /v1/shelves`
    await transaction.execute(
      `select pg_advisory_xact_lock(hashtextextended('${scope}', hashtextextended('k7', 0)))`,
    )
    expect(await ask(library, shelf('k7'))).toMatchObject({
      status: 409,
      code: 'ARC112',
      headers: { 'retry-after': '1' },
    })
  })
  expect(await library.contents()).toBe(before)
})

test('expired answers are purged, and only those', async () => {
  await ask(library, shelf('old'))
  const count = await purgeIdempotency(library.database, () => new Date())
  expect(count).toBe(0)
  const tomorrow = new Date(Date.now() + 25 * 3_600_000)
  expect(await purgeIdempotency(library.database, () => tomorrow)).toBeGreaterThan(0)
  expect(await library.rows(sql`select 1 from architect.idempotency`)).toEqual([])
  expect((await ask(library, shelf('old'))).headers).not.toHaveProperty('idempotency-replayed')
})

test('a bulk is replayed as a whole', async () => {
  const bulk = {
    as,
    what: 'bulk shelf',
    body: { mode: 'each', items: [{ title: 'B', tags: [] }, { title: '' }] },
    headers: { 'idempotency-key': 'k8' },
  }
  const first = await ask(library, bulk)
  const second = await ask(library, bulk)
  expect(second.body).toEqual(first.body)
  expect(second.headers['idempotency-replayed']).toBe('true')
  expect(await titled('B')).toBe(1)
})
