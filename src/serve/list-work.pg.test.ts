import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { genericWorkOf, type Work, workOf } from '../../test/serve-read/rows-read.ts'
import {
  ANONYMOUS,
  idOf,
  MODERATOR,
  openWorld,
  READER,
  STRANGER,
  type World,
} from '../../test/serve-read/world.ts'
import type { SqlQuery } from '../sql/query.ts'
import { invariant } from '../std/error.ts'
import type { Actor } from './actor.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => await world.close())

type Measure = (database: World['database'], query: SqlQuery) => Promise<Work>

async function workFor(url: string, actor: Actor, measure: Measure = workOf) {
  world.sent()
  await world.get(url, actor)
  const [query] = world.sent()
  return await measure(world.database, invariant(query, `nothing was sent for ${url}`))
}

const HIDDEN = idOf('shares', 2)
const SHOWN = idOf('shares', 10)

describe('rows read are at most three times the rows returned, and fifty', () => {
  test.each<readonly [string, Actor]>([
    ['/v1/shares', ANONYMOUS],
    ['/v1/shares', STRANGER],
    ['/v1/shares', READER],
    ['/v1/shares', MODERATOR],
    ['/v1/shares?visibility=public', READER],
    ['/v1/shares?visibility=followers', READER],
    ['/v1/shares?visibility=followers', STRANGER],
    ['/v1/shares?visibility=private', STRANGER],
    ['/v1/shares?visibility=followers&sort=createdAt', READER],
    [`/v1/shares?owner=${idOf('users', 3)}`, READER],
    [`/v1/shares?owner=${idOf('users', 3)}&visibility=followers`, READER],
    [`/v1/comments?share=${HIDDEN}`, STRANGER],
    [`/v1/comments?share=${SHOWN}`, STRANGER],
    [`/v1/shares/${SHOWN}`, STRANGER],
    [`/v1/shares/${HIDDEN}`, STRANGER],
  ])('%s as %j', async (url, actor) => {
    for (const measure of [workOf, genericWorkOf]) {
      const { rowsRead, rowsReturned, sequential } = await workFor(url, actor, measure)
      expect(rowsRead).toBeLessThanOrEqual(3 * rowsReturned + 50)
      expect(sequential).toEqual([])
    }
  })
})

test.each<readonly [string, Actor]>([
  ['/v1/comments', STRANGER],
  ['/v1/comments', READER],
  ['/v1/likes', STRANGER],
])('%s, readable where the share is, is one walk past what is hidden', async (url, actor) => {
  for (const measure of [workOf, genericWorkOf]) {
    const { rowsRead, rowsReturned, sequential } = await workFor(url, actor, measure)
    // A tenth of the shares is public: ten comments are passed for each, and one share looked up for each comment.
    expect(rowsRead).toBeLessThanOrEqual(30 * rowsReturned + 50)
    expect(sequential).toEqual([])
  }
})

test('of a hidden share no comment is read', async () => {
  const { rowsRead } = await workFor(`/v1/comments?share=${HIDDEN}`, STRANGER)
  expect(rowsRead).toBeLessThanOrEqual(2)
})

test.each(['publishedAt', '-publishedAt'])(
  'a membership in the order of %s, which may be missing, walks twice',
  async (sort) => {
    const work = await workFor(`/v1/shares?visibility=followers&sort=${sort}`, READER)
    expect(work.rowsRead).toBeLessThanOrEqual(2 * (3 * work.rowsReturned + 50))
    expect(work.sequential).toEqual([])
  },
)

test('a page in the middle costs what the first one costs', async () => {
  let url = '/v1/shares?visibility=followers'
  for (let page = 0; page < 5; page += 1) {
    const response = await world.get(url, READER)
    const next = JSON.parse(String(response.body)).page.next
    url = `/v1/shares?visibility=followers&after=${next}`
  }
  const { rowsRead, rowsReturned } = await workFor(url, READER)
  expect(rowsReturned).toBe(21)
  expect(rowsRead).toBeLessThanOrEqual(3 * rowsReturned + 50)
})

test('the rule as one condition reads far more: the measure notices', async () => {
  const { id } = READER.kind === 'user' ? READER : { id: '' }
  const naive = `select * from shares s where visibility = 'followers' and (owner_id = $1::uuid or visibility = 'public' or (visibility = 'followers' and exists (select 1 from follows f where f.follower_id = $1::uuid and f.followee_id = s.owner_id))) order by created_at desc, id desc limit 21`
  const { rowsRead, rowsReturned } = await workOf(world.database, { text: naive, values: [id] })
  expect(rowsReturned).toBe(21)
  expect(rowsRead).toBeGreaterThan(3 * rowsReturned + 50)
})
