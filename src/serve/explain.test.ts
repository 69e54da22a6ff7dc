import { describe, expect, test } from 'vitest'
import { sharing } from '../../test/sharing-model.ts'
import { derive } from '../compile/derive/derive.ts'
import { type Actor, ANONYMOUS } from './actor.ts'
import { explainRequest } from './explain.ts'

const design = derive(sharing, {})
const ID = '00000000-0000-7000-8000-00000000000a'
const ada: Actor = { kind: 'user', id: ID, roles: [], expiresAt: 4_000_000_000 }
const moderator: Actor = { ...ada, roles: ['moderator'] }

test('one row is read by its key, the rule is in the same statement', () => {
  const { query, branches, endpoint } = explainRequest(
    design,
    `/v1/shares/${ID}?fields=title`,
    ANONYMOUS,
  )
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
  ])('%s as %j', (url, actor, walks) => {
    expect(explainRequest(design, url, actor).walks).toBe(walks)
  })
})

test('what a client sends is a value; only names of the design are text', () => {
  const evil = "x' or true --"
  const url = `/v1/users?handle=${encodeURIComponent(evil)}`
  const { query } = explainRequest(design, url, ada)
  expect(query.text).not.toContain('or true')
  expect(query.values).toContain(evil)
})

test('requests of one shape are one statement, whatever their values', () => {
  const names = ['a', 'b'].map(
    (handle) => explainRequest(design, `/v1/users?handle=${handle}`, ada).query.name,
  )
  expect(new Set(names).size).toBe(1)
})

test('a stranger to the operation is refused before the request is looked at', () => {
  expect(() => explainRequest(design, '/v1/nothing', ada)).toThrow(/nothing at this path/)
  expect(() => explainRequest(design, '/v1/shares?limit=0', ada)).toThrow(/limit/)
})
