import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ANONYMOUS,
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

const PUBLIC = idOf('shares', 10)
const FOR_FOLLOWERS = idOf('shares', 1)
const PRIVATE = idOf('shares', 2)
const OWNER_OF_PRIVATE = signedIn(1 + ((2 * 7919) % 191))
const nobody = '00000000-0000-7000-8000-ffffffffffff'

interface Scenario {
  readonly name: string
  readonly as?: Actor
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  readonly code?: string
  readonly statements: number
}

describe('one row', () => {
  test.each<Scenario>([
    {
      name: 'a public one is there for anybody',
      url: `/v1/shares/${PUBLIC}`,
      status: 200,
      statements: 1,
    },
    {
      name: 'a private one is there for its owner',
      as: OWNER_OF_PRIVATE,
      url: `/v1/shares/${PRIVATE}`,
      status: 200,
      statements: 1,
    },
    {
      name: 'a private one is there for a moderator',
      as: MODERATOR,
      url: `/v1/shares/${PRIVATE}`,
      status: 200,
      statements: 1,
    },
    {
      name: 'a private one is missing for others',
      as: STRANGER,
      url: `/v1/shares/${PRIVATE}`,
      status: 404,
      code: 'ARC301',
      statements: 1,
    },
    {
      name: 'one for followers is missing for others',
      as: STRANGER,
      url: `/v1/shares/${FOR_FOLLOWERS}`,
      status: 404,
      code: 'ARC301',
      statements: 1,
    },
    {
      name: 'one that does not exist is missing',
      as: MODERATOR,
      url: `/v1/shares/${nobody}`,
      status: 404,
      code: 'ARC301',
      statements: 1,
    },
    {
      name: 'a malformed id is missing, without a look',
      url: '/v1/shares/10',
      status: 404,
      code: 'ARC301',
      statements: 0,
    },
    {
      name: 'an unknown path is missing',
      url: '/v1/shared',
      status: 404,
      code: 'ARC301',
      statements: 0,
    },
    {
      name: 'a longer path is missing',
      url: `/v1/shares/${PUBLIC}/x/y`,
      status: 404,
      code: 'ARC301',
      statements: 0,
    },
    {
      name: 'an unknown parameter is refused',
      url: `/v1/shares/${PUBLIC}?limit=3`,
      status: 400,
      code: 'ARC101',
      statements: 0,
    },
    {
      name: 'a type that it is not offered in is refused',
      url: `/v1/shares/${PUBLIC}`,
      headers: { accept: 'text/html' },
      status: 406,
      code: 'ARC104',
      statements: 0,
    },
    {
      name: 'a known version is not sent again',
      url: `/v1/shares/${PUBLIC}`,
      headers: { 'if-none-match': '"0", W/"1"' },
      status: 304,
      statements: 1,
    },
    {
      name: 'another version is sent',
      url: `/v1/shares/${PUBLIC}`,
      headers: { 'if-none-match': '"2"' },
      status: 200,
      statements: 1,
    },
    {
      name: 'a hidden row tells nothing by its version',
      as: STRANGER,
      url: `/v1/shares/${PRIVATE}`,
      headers: { 'if-none-match': '"1"' },
      status: 404,
      code: 'ARC301',
      statements: 1,
    },
  ])('$name', async ({ as = ANONYMOUS, url, headers, status, code, statements }) => {
    world.sent()
    const response = await world.get(url, as, headers)
    expect(response.status).toBe(status)
    expect(world.sent()).toHaveLength(statements)
    expect(code).toBe(status < 400 ? undefined : jsonOf(response)['code'])
  })
})

describe('a wrong list is refused before a statement is sent', () => {
  test.each([
    ['colour=red', 'colour', /not known here.*Allowed: .*visibility/],
    ['visibilty=public', 'visibilty', /Did you mean visibility\?/],
    ['limit=0', 'limit', /1 to 100/],
    ['limit=101', 'limit', /1 to 100/],
    ['limit=1e1', 'limit', /1 to 100/],
    ['limit=3&limit=4', 'limit', /more than once/],
    ['visibility=secret', 'visibility', /public, followers, private/],
    ['owner=me', 'owner', /UUID/],
    [`owner[in]=${PUBLIC},x`, 'owner[in]', /UUID/],
    ['owner[gt]=x', 'owner[gt]', /not known/],
    ['sort=title', 'sort', /-createdAt/],
    ['sort=-createdAt,id', 'sort', /-createdAt/],
    ['fields=id,email', 'fields', /email is not known/],
    ['include=secrets', 'include', /secrets is not known.*comments/],
    ['include=comments(limit:3', 'include', /parentheses/],
    ['include=comments(limit:999)', 'include', /1 to 50/],
    ['include=comments(color:red)', 'include', /color is not known/],
    ['include=owner(include:shares(include:owner(include:shares)))', 'include', /3 deep/],
    ['after=abc', 'after', /no cursor of this list/],
    ['count=all', 'count', /exact or estimate/],
    ['q=', 'q', /1 to 200/],
    ['visibility=%ff', 'query', /percent-encoded/],
    ['visibility=a%00b', 'query', /percent-encoded/],
  ])('%s', async (query, pointer, message) => {
    world.sent()
    const response = await world.get(`/v1/shares?${query}`, READER)
    expect(response.status).toBe(400)
    expect(jsonOf(response)).toMatchObject({
      code: 'ARC101',
      errors: [{ pointer, message: expect.stringMatching(message) }],
    })
    expect(world.sent()).toEqual([])
  })
})

test('all faults are told at once', async () => {
  const response = await world.get('/v1/shares?limit=x&sort=no&colour=red')
  expect(jsonOf(response)['errors']).toHaveLength(3)
})

test('a cursor is good for its own list and its own actor only', async () => {
  const { page } = jsonOf(await world.get('/v1/shares?limit=2', READER))
  const after = new URLSearchParams({ after: String(Object(page).next) })
  const altered = String(after).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const statuses = await [
    [`/v1/shares?limit=5&${after}`, READER] as const,
    [`/v1/shares?${altered}`, READER] as const,
    [`/v1/shares?visibility=public&${after}`, READER] as const,
    [`/v1/shares?sort=createdAt&${after}`, READER] as const,
    [`/v1/comments?${after}`, READER] as const,
    [`/v1/shares?${after}`, STRANGER] as const,
    [`/v1/shares?${after}`, ANONYMOUS] as const,
  ].reduce<Promise<readonly number[]>>(
    async (before, [url, actor]) => [...(await before), (await world.get(url, actor)).status],
    Promise.resolve([]),
  )
  expect(statuses).toEqual([200, 400, 400, 400, 400, 400, 400])
})

test('a field is there for those who may see it and absent for others', async () => {
  const own = await world.get(`/v1/users/${idOf('users', 7)}`, READER)
  const other = await world.get(`/v1/users/${idOf('users', 8)}`, READER)
  expect(jsonOf(own)).toHaveProperty('email', '7@example.com')
  expect(jsonOf(other)).not.toHaveProperty('email')
  const people = dataOf(await world.get('/v1/users?limit=100&sort=-id', READER))
  expect(people.filter((person) => 'email' in person)).toEqual([])
})

test('only the fields that were asked for are shown, always with the id', async () => {
  const response = await world.get(`/v1/shares/${PUBLIC}?fields=title,likes`, STRANGER)
  expect(response.body).toBe(`{"id":"${PUBLIC}","title":"Title 10","likes":50}`)
})

test('a hidden included row is null', async () => {
  const comments = dataOf(await world.get(`/v1/comments?share=${PUBLIC}&include=share`, STRANGER))
  const items = dataOf(await world.get('/v1/likes?limit=3&include=share,user', STRANGER))
  expect(comments[0]?.['share']).toMatchObject({ id: PUBLIC, visibility: 'public' })
  expect(items.every((item) => item['share'] !== null)).toBe(true)
})

test('numbers, times and nulls have their exact form', async () => {
  const share = jsonOf(await world.get(`/v1/shares/${PUBLIC}`))
  expect(share).toMatchObject({
    version: 1,
    createdAt: '2026-01-01T00:00:04.5Z',
    publishedAt: '2026-01-01T00:02:00Z',
    note: null,
  })
})

test('what everybody may see is still not for shared caches unless the author says so', async () => {
  const { headers } = await world.get(`/v1/shares/${PUBLIC}`)
  expect(headers).toMatchObject({
    'cache-control': 'private, no-cache',
    vary: 'accept, authorization',
    etag: '"1"',
    'last-modified': expect.stringMatching(/GMT$/),
  })
})
