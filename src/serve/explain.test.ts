import { describe, expect, test } from 'vitest'
import { sharing } from '../../test/sharing-model.ts'
import { derive } from '../compile/derive/derive.ts'
import { type Actor, ANONYMOUS } from './actor.ts'
import { type Explanation, explainRequest } from './explain.ts'

const design = derive(sharing, {})
const ID = '00000000-0000-7000-8000-00000000000a'
const ada: Actor = { kind: 'user', id: ID, roles: [], expiresAt: 4_000_000_000 }
const moderator: Actor = { ...ada, roles: ['moderator'] }
const get = (url: string, actor: Actor): Promise<Explanation> =>
  explainRequest(design, { method: 'GET', url, body: undefined }, actor)

test('one row is read by its key, the rule is in the same statement', async () => {
  const { query, branches, endpoint } = await get(`/v1/shares/${ID}?fields=title`, ANONYMOUS)
  expect(endpoint).toBe('v1.share.read')
  expect(branches).toHaveLength(1)
  expect(query.text).toBe(
    `select "r0"."id", "r0"."title", "r0"."version", "r0"."updated_at" from "shares" as r0  where r0.id = $1::uuid and ("r0"."visibility" = 'public')`,
  )
  expect(query.values).toEqual([ID])
})

describe('a list walks once for each branch that can hold', () => {
  test.each<readonly [string, Actor, number]>([
    ['/v1/shares', ANONYMOUS, 1],
    ['/v1/shares', ada, 3],
    ['/v1/shares', moderator, 1],
    ['/v1/shares?visibility=public', ada, 2],
    ['/v1/shares?visibility=private', ada, 1],
    ['/v1/shares?visibility=private', ANONYMOUS, 0],
    ['/v1/shares?visibility[in]=public,followers', ada, 4],
    [`/v1/shares?owner=${ID}`, ada, 3],
    [`/v1/comments?share=${ID}`, ada, 1],
    ['/v1/shares?q=rust', ada, 1],
  ])('%s as %j', async (url, actor, walks) => {
    expect((await get(url, actor)).walks).toBe(walks)
  })
})

test('what a client sends is a value; only names of the design are text', async () => {
  const evil = "x' or true --"
  const url = `/v1/users?handle=${encodeURIComponent(evil)}`
  const { query } = await get(url, ada)
  expect(query.text).not.toContain('or true')
  expect(query.values).toContain(evil)
})

test('requests of one shape are one statement, whatever their values', async () => {
  const asked = ['a', 'b'].map((handle) => get(`/v1/users?handle=${handle}`, ada))
  const names = (await Promise.all(asked)).map(({ query }) => query.name)
  expect(new Set(names).size).toBe(1)
})

test('a stranger to the operation is refused before the request is looked at', async () => {
  await expect(get('/v1/nothing', ada)).rejects.toThrow(/nothing at this path/)
  await expect(get('/v1/shares?limit=0', ada)).rejects.toThrow(/limit/)
})

describe('a write is explained by the statement that would carry it out', () => {
  const body = '{"url":"https://example.com","title":"Tea"}'
  test.each([
    { method: 'POST', url: '/v1/shares', body, starts: /insert into "shares"/ },
    {
      method: 'PATCH',
      url: `/v1/shares/${ID}`,
      body: '{"title":"Tea"}',
      starts: /update "shares"/,
    },
    { method: 'DELETE', url: `/v1/shares/${ID}`, body: undefined, starts: /delete from "shares"/ },
  ])('$method', async ({ starts, ...request }) => {
    const { query, branches } = await explainRequest(design, request, ada)
    expect(query.text).toMatch(starts)
    expect(branches.length).toBeGreaterThan(0)
  })

  test('and one that would be refused is refused', async () => {
    const request = { method: 'POST', url: '/v1/shares', body: '{}' }
    await expect(explainRequest(design, request, ada)).rejects.toMatchObject({ code: 'ARC102' })
    await expect(explainRequest(design, request, ANONYMOUS)).rejects.toMatchObject({
      code: 'ARC201',
    })
  })
})
