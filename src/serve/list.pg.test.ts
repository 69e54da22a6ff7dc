import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ANONYMOUS,
  allOf,
  dataOf,
  idOf,
  jsonOf,
  MODERATOR,
  openWorld,
  READER,
  STRANGER,
  signedIn,
  type World,
} from '../../test/serve-read/world.ts'
import type { Actor } from './actor.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => await world.close())

/** The rule of shares as a person would write it. */
function mayRead(actor: Actor): string {
  if (actor.kind === 'anonymous') return `visibility = 'public'`
  if (actor.roles.includes('moderator')) return 'true'
  return `(owner_id = '${actor.id}' or visibility = 'public' or (visibility = 'followers' and exists (select 1 from follows f where f.follower_id = '${actor.id}' and f.followee_id = owner_id)))`
}

const BUSY = signedIn(8)
const OWNER = idOf('users', 7)
const FOLLOWED = idOf('users', 3)

interface Listed {
  readonly ask: string
  readonly as: Actor
  /** The same in SQL, without the rule. */
  readonly where: string
  readonly order: string
}

describe('all pages together are what the rule admits, in order, each row once', () => {
  const newest = 'created_at desc, id desc'
  const followers = `visibility = 'followers'`
  test.each<Listed>([
    { ask: 'limit=97', as: READER, where: 'true', order: newest },
    { ask: 'limit=97', as: STRANGER, where: 'true', order: newest },
    { ask: 'limit=100', as: ANONYMOUS, where: 'true', order: newest },
    { ask: 'limit=100&visibility=followers', as: BUSY, where: followers, order: newest },
    { ask: 'limit=13&visibility=followers', as: READER, where: followers, order: newest },
    {
      ask: 'limit=50&visibility=followers&sort=createdAt',
      as: READER,
      where: followers,
      order: 'created_at, id',
    },
    {
      ask: 'limit=50&visibility=followers&sort=-publishedAt',
      as: READER,
      where: followers,
      order: 'published_at desc, id desc',
    },
    {
      ask: 'limit=50&visibility=followers&sort=publishedAt',
      as: READER,
      where: followers,
      order: 'published_at, id',
    },
    {
      ask: `limit=10&sort=-id&owner=${OWNER}`,
      as: READER,
      where: `owner_id = '${OWNER}'`,
      order: 'id desc',
    },
    {
      ask: `limit=10&owner=${FOLLOWED}`,
      as: READER,
      where: `owner_id = '${FOLLOWED}'`,
      order: newest,
    },
    {
      ask: `limit=10&owner[in]=${FOLLOWED},${OWNER}&visibility[not]=public`,
      as: READER,
      where: `owner_id in ('${FOLLOWED}', '${OWNER}') and visibility <> 'public'`,
      order: newest,
    },
    {
      ask: 'limit=30&visibility[in]=followers,private',
      as: READER,
      where: `visibility in ('followers', 'private')`,
      order: newest,
    },
  ])('$ask as $as.id', async ({ ask, as, where, order }) => {
    const expected = await world.rows(
      `select id from shares where ${where} and ${mayRead(as)} order by ${order}`,
    )
    const found = await allOf(world, `/v1/shares?${ask}`, as)
    expect(found.length).toBeGreaterThan(10)
    expect(found).toEqual(expected.map(([id]) => id))
  })
})

test('a list is one statement, whatever it shows', async () => {
  world.sent()
  const include = 'include=owner,comments(limit:3,sort:-createdAt,include:author),likes,likedByMe'
  const response = await world.get(
    `/v1/shares?${include}&limit=5&sort=createdAt&count=exact`,
    READER,
  )
  expect(world.sent()).toHaveLength(1)
  const [first] = dataOf(response)
  expect(first).toMatchObject({
    owner: { handle: expect.any(String) },
    likedByMe: expect.any(Boolean),
  })
  expect(jsonOf(response)['count']).toEqual({ value: expect.any(Number), exact: true })
})

test('an included row shows what the same row shows on its own', async () => {
  const [share] = dataOf(await world.get('/v1/shares?include=owner&limit=1', READER))
  const owner = JSON.stringify(share?.['owner'])
  const alone = await world.get(`/v1/users/${JSON.parse(owner).id}`, READER)
  expect(owner).toBe(alone.body)
})

test('a row is the same bytes in a list, on its own and as a line of a stream', async () => {
  const list = await world.get('/v1/users?limit=100', MODERATOR)
  const users = dataOf(list)
  for (const user of users.slice(0, 4)) {
    const alone = await world.get(`/v1/users/${user['id']}`, MODERATOR)
    expect(String(list.body)).toContain(String(alone.body))
  }
  const stream = await world.get('/v1/users', MODERATOR, { accept: 'application/x-ndjson' })
  let lines = ''
  for await (const text of stream.body as AsyncIterable<string>) lines += text
  expect(lines.split('\n').slice(0, 100)).toEqual(users.map((user) => JSON.stringify(user)))
  expect(lines.trimEnd().split('\n')).toHaveLength(200)
})

test('the comments of a hidden share are hidden, and of a visible one are all there', async () => {
  const hidden = await world.get(`/v1/comments?share=${idOf('shares', 2)}`, STRANGER)
  const shown = await world.get(`/v1/comments?share=${idOf('shares', 10)}`, STRANGER)
  expect(dataOf(hidden)).toEqual([])
  expect(dataOf(shown)).toHaveLength(7)
})

test('search ranks, and its pages together are all that match', async () => {
  const found = await allOf(world, '/v1/shares?q=rare&limit=100', ANONYMOUS)
  const expected = await world.rows(
    `select id from shares where note is not null and visibility = 'public'`,
  )
  expect(found).toHaveLength(expected.length)
  expect(new Set(found)).toEqual(new Set(expected.map(([id]) => id)))
})

test('counts stop at their bound and say so', async () => {
  const all = jsonOf(await world.get('/v1/shares?limit=1&count=exact', MODERATOR))
  const few = jsonOf(
    await world.get(`/v1/shares?owner=${idOf('users', 200)}&count=exact`, MODERATOR),
  )
  expect(all['count']).toEqual({ value: 10_000, exact: false })
  expect(few).toEqual({ data: [], page: { next: null }, count: { value: 0, exact: true } })
})

test('the next page is linked, with the parameters of this one', async () => {
  const response = await world.get('/v1/shares?limit=2&visibility=public')
  const { page } = jsonOf(response)
  const next = (page as { next: string }).next
  expect(response.headers['link']).toBe(
    `</v1/shares?limit=2&visibility=public&after=${next}>; rel="next"`,
  )
})
