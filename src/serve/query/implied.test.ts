import { expect, test } from 'vitest'
import { sharing } from '../../../test/sharing-model.ts'
import { derive } from '../../compile/derive/derive.ts'
import { type Actor, ANONYMOUS } from '../actor.ts'
import { explainRequest } from '../explain.ts'

const design = derive(sharing, {})
const member: Actor = {
  kind: 'user',
  id: '00000000-0000-7000-8000-00000000000a',
  roles: [],
  expiresAt: 4e9,
}

const sqlOf = async (url: string, actor: Actor): Promise<string> =>
  (await explainRequest(design, { method: 'GET', url, body: undefined }, actor)).query.text

/** The lateral or scalar sub-select of an include, from its table to its end. */
const lookUps = (text: string, table: string): number => text.split(`"${table}"`).length - 1

test.each([ANONYMOUS, member])(
  'comments of a share that is read are not asked for the share again: %j',
  async (actor) => {
    const text = await sqlOf('/v1/shares?include=comments(limit:3)', actor)
    const without = await sqlOf('/v1/shares', actor)
    expect(lookUps(text, 'shares')).toBe(lookUps(without, 'shares'))
  },
)

test('the share of a comment that is read is read without its rule', async () => {
  const text = await sqlOf('/v1/comments?include=share', member)
  const without = await sqlOf('/v1/comments', member)
  expect(lookUps(text, 'shares')).toBe(lookUps(without, 'shares') + 1)
  expect(lookUps(text, 'follows')).toBe(lookUps(without, 'follows'))
})

test('shares of a user that everybody may read keep their own rule', async () => {
  const text = await sqlOf('/v1/users?include=shares(limit:3)', member)
  expect(text).toContain(`"visibility" = 'public'`)
  expect(text).toContain('"follows"')
})
