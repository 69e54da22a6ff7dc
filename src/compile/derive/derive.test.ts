import { describe, expect, test } from 'vitest'
import {
  ACTOR,
  all,
  any,
  byActor,
  everyone,
  field,
  is,
  listOf,
  model,
  not,
  readable,
  reference,
  resource,
  role,
  scale,
  signedIn,
  value,
} from '../../../test/models.ts'
import { sharing } from '../../../test/sharing-model.ts'
import type { Design } from '../design.ts'
import type { Model, RuleExpression } from '../model.ts'
import { derive } from './derive.ts'

const design = derive(sharing, {})

function prose(of: Design, resourceName: string, operation: string): readonly string[] {
  return of.policies
    .filter((policy) => policy.resource === resourceName && policy.operation === operation)
    .map((policy) => policy.prose)
}

test('the same model gives the same bytes', () => {
  expect(JSON.stringify(derive(sharing, {}))).toBe(JSON.stringify(design))
  expect(JSON.stringify(derive(sharing, design.identities))).toBe(JSON.stringify(design))
})

test('a design is plain data', () => {
  expect(JSON.parse(JSON.stringify(design))).toEqual(JSON.parse(JSON.stringify(design)))
  expect(structuredClone(design)).toEqual(design)
})

describe('policies of the sharing example', () => {
  test('reading a share has four branches', () => {
    expect(prose(design, 'share', 'read')).toEqual([
      'owner is the actor',
      'the actor is a moderator',
      'visibility is public',
      "visibility is followers and there is a follow where follower is the actor and followee is the share's owner",
    ])
  })

  test('a comment is readable where its share is, branch by branch', () => {
    expect(prose(design, 'comment', 'read')).toEqual([
      "there is a share where the share is the comment's share and owner is the actor",
      'the actor is a moderator',
      "there is a share where the share is the comment's share and visibility is public",
      "there is a share where the share is the comment's share and visibility is followers and there is a follow where follower is the actor and followee is the share's owner",
    ])
  })

  test('what two rules multiply is not more than what differs', () => {
    expect(prose(design, 'collectionItem', 'read')).toHaveLength(7)
  })

  test('an operation without a rule has no policy and no endpoint', () => {
    expect(prose(design, 'user', 'create')).toEqual([])
    expect(design.endpoints.map(({ id }) => id)).not.toContain('v1.user.create')
  })

  test('everybody reads users, nobody needs to be asked who they are', () => {
    expect(prose(design, 'user', 'read')).toEqual(['everybody'])
    expect(design.resources.filter((of) => of.public).map(({ name }) => name)).toEqual([
      'user',
      'follow',
    ])
  })
})

describe('what a resource offers', () => {
  test('includes: references, and what points here; never under a name that is taken', () => {
    const includes = (name: string): readonly string[] =>
      design.resources.find((of) => of.name === name)?.includes.map((include) => include.name) ?? []
    expect(includes('share')).toEqual(['owner', 'likesByShare', 'comments', 'collectionItems'])
    expect(includes('user')).toContain('followsByFollower')
    expect(includes('user')).toContain('followsByFollowee')
  })

  test('likes of a share are counted without asking again whether the share is readable', () => {
    const computed = design.resources.find(({ name }) => name === 'share')?.computed[0]
    expect(computed?.where).toEqual({
      kind: 'compare',
      left: { kind: 'column', column: 'share_id', up: 0 },
      op: '=',
      right: { kind: 'column', column: 'id', up: 1 },
    })
  })

  test('items of a collection are counted only where their share is readable', () => {
    const computed = design.resources.find(({ name }) => name === 'collection')?.computed[0]
    expect(JSON.stringify(computed?.where)).toContain('"exists","table":"shares"')
    expect(JSON.stringify(computed?.where)).not.toContain('"exists","table":"collections"')
  })

  const access = (name: string): readonly (string | undefined)[] => {
    const found = design.resources.flatMap(({ fields }) => fields).find((of) => of.name === name)
    return [found?.read, found?.create, found?.update].map((of) =>
      of?.kind === 'never' ? of.because : of?.kind === 'rule' ? of.prose : of?.kind,
    )
  }
  test.each([
    ['id', ['always', 'system', 'system']],
    ['email', ['the user is the actor or the actor is an admin', 'always', 'always']],
    ['role', ['always', 'serverOnly', 'serverOnly']],
    ['follower', ['always', 'setBy', 'setBy']],
    ['followee', ['always', 'always', 'immutable']],
    ['title', ['always', 'always', 'always']],
  ])('%s is read, created and updated: %j', (name, expected) => {
    expect(access(name)).toEqual(expected)
  })

  test('endpoints carry version, path and operation', () => {
    const shares = design.endpoints.filter((of) => of.resource === 'collectionItem')
    expect(shares.map(({ id, method, path }) => `${id} ${method} ${path}`)).toEqual([
      'v1.collectionItem.list GET /v1/collection-items',
      'v1.collectionItem.create POST /v1/collection-items',
      'v1.collectionItem.read GET /v1/collection-items/{id}',
      'v1.collectionItem.update PATCH /v1/collection-items/{id}',
      'v1.collectionItem.delete DELETE /v1/collection-items/{id}',
      'v1.collectionItem.bulk POST /v1/collection-items/bulk',
      'v1.collectionItem.events GET /v1/collection-items/events',
    ])
  })
})

describe('tenancy', () => {
  const organisation = reference('organisation', 'organisation')
  const tenants: Model = model(
    [
      resource('organisation', { rules: { read: signedIn } }),
      resource('user', { fields: [organisation, field('handle', { unique: true })] }),
      resource('task', {
        fields: [organisation, byActor('owner'), field('code')],
        rules: { read: any(everyone, role('admin')), create: signedIn, update: is('owner', ACTOR) },
        list: listOf(['owner'], ['-createdAt']),
        unique: [['owner', 'code']],
      }),
    ],
    { tenancy: { by: 'organisation', except: [] } },
  )
  const of = derive(tenants, {})

  test('is part of every rule, even of everyone', () => {
    for (const operation of ['read', 'create', 'update']) {
      expect(prose(of, 'task', operation)[0]).toContain('organisation is organisation of the actor')
    }
    expect(of.policies.find(({ resource: name }) => name === 'task')?.who.signedIn).toBe(true)
  })

  test('comes first in every key and index', () => {
    const indexes = of.indexes.filter(({ table, keys }) => table === 'tasks' && keys.length > 1)
    expect(indexes.length).toBeGreaterThan(0)
    for (const { name, keys } of indexes) expect(keys[0]?.column, name).toBe('organisation_id')
    expect(of.tables[1]?.uniques[0]?.columns).toEqual(['organisation_id', 'handle'])
  })

  test('is set by the server, not by the client', () => {
    const found = of.resources[2]?.fields.find(({ name }) => name === 'organisation')
    expect(found?.create).toEqual({ kind: 'never', because: 'setBy' })
  })
})

test('rules that need each other are a bug of what came before', () => {
  const circle = model([
    resource('user'),
    resource('left', { fields: [reference('right', 'right')], rules: { read: readable('right') } }),
    resource('right', { fields: [reference('left', 'left')], rules: { read: readable('left') } }),
  ])
  expect(() => derive(circle, {})).toThrow('the read rules of left, right, left need each other')
})

describe('a large backend', () => {
  const rule: RuleExpression = any(
    is('owner', ACTOR),
    role('moderator'),
    all(is('state', value('open')), not(is('kind', value('secret')))),
  )
  const large = model([
    resource('user', { fields: [field('handle', { unique: true })] }),
    ...Array.from({ length: 99 }, (_, n) =>
      resource(`thing${n}`, {
        fields: [
          byActor('owner'),
          field('state', { type: { kind: 'oneOf', values: ['open', 'done', 'old', 'gone'] } }),
          field('kind'),
          reference('parent', `thing${Math.max(0, n - 1)}`),
          ...Array.from({ length: 8 }, (_, at) => field(`text${at}`)),
        ],
        rules: { read: rule, create: signedIn, update: rule, delete: is('owner', ACTOR) },
        list: listOf(['owner', 'state', 'parent'], ['-createdAt', 'text0']),
        scale: scale(10_000_000, { largestGroup: 10_000 }),
      }),
    ),
  ])

  test('of 100 resources with three filters and two orders each is derived within a second', () => {
    const began = performance.now()
    const of = derive(large, {})
    const elapsedMs = performance.now() - began
    expect(of.tables).toHaveLength(100)
    expect(elapsedMs).toBeLessThan(1000)
  })
})
