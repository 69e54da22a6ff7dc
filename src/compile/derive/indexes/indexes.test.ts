import { describe, expect, test } from 'vitest'
import {
  ACTOR,
  any,
  byActor,
  field,
  is,
  listOf,
  model,
  reference,
  resource,
  role,
  scale,
  value,
} from '../../../../test/models.ts'
import { sharing } from '../../../../test/sharing-model.ts'
import type { Index } from '../../design.ts'
import type { Model } from '../../model.ts'
import { derive } from '../derive.ts'

const user = resource('user', { fields: [field('handle', { unique: true })] })

function printed(of: Model, table: string): readonly string[] {
  return derive(of, {})
    .indexes.filter((index) => index.table === table)
    .map(print)
    .toSorted()
}

function print({ keys, where, unique, method }: Index): string {
  const columns = keys.map(({ column, descending }) => (descending ? `${column} desc` : column))
  const kind = unique ? 'unique ' : method === 'gin' ? 'gin ' : ''
  return `${kind}${columns.join(', ')}${where === undefined ? '' : ` where ${where}`}`
}

describe('the index set of the sharing example', () => {
  test('shares: feeds by owner, by owner and visibility, of everything, and of what is public', () => {
    expect(printed(sharing, 'shares')).toEqual([
      'created_at desc, id desc',
      'created_at desc, id desc where "visibility" = \'public\'',
      'gin search',
      'owner_id, created_at desc, id desc',
      'owner_id, published_at desc, id desc',
      'owner_id, visibility, created_at desc, id desc',
      'owner_id, visibility, published_at desc, id desc',
      'published_at desc, id desc',
      'published_at desc, id desc where "visibility" = \'public\'',
      'unique id',
    ])
  })

  test('follows: the unique key answers the rule of followers, nothing repeats it', () => {
    expect(printed(sharing, 'follows')).toEqual([
      'created_at desc, id desc',
      'followee_id, created_at desc, id desc',
      'follower_id, created_at desc, id desc',
      'unique follower_id, followee_id',
      'unique id',
    ])
  })

  test('users: a list by a unique handle needs no index beside its key', () => {
    expect(printed(sharing, 'users')).toEqual(['unique email', 'unique handle', 'unique id'])
  })

  test('every index names at least one question', () => {
    for (const { name, serves } of derive(sharing, {}).indexes) {
      expect(serves.length, name).toBeGreaterThan(0)
    }
  })

  test('the public feed is served by the partial index', () => {
    const feed = derive(sharing, {}).indexes.find(({ where }) => where !== undefined)
    expect(feed?.serves).toContain('GET /v1/shares?sort=-createdAt (branch: visibility is public)')
  })
})

describe('what is not indexed', () => {
  const task = (largestGroup: number | undefined, values: readonly string[]): Model =>
    model([
      user,
      resource('task', {
        fields: [byActor('owner'), field('state', { type: { kind: 'oneOf', values } })],
        rules: { read: any(is('owner', ACTOR), role('admin')) },
        list: listOf(['state'], ['-createdAt']),
        scale: scale(1_000_000, { largestGroup }),
      }),
    ])

  test('a filter that keeps a third of the rows rides on the order', () => {
    expect(printed(task(undefined, ['a', 'b', 'c']), 'tasks')).toEqual([
      'created_at desc, id desc',
      'owner_id, created_at desc, id desc',
      'unique id',
    ])
  })

  test('a filter that keeps a tenth has its own index, because the order alone reads ten times the page', () => {
    const values = [...'abcdefghij']
    expect(printed(task(100_000, values), 'tasks')).toContain('state, created_at desc, id desc')
  })

  test('a filter within a group that is small needs no index', () => {
    const values = [...'abcdefghij']
    expect(printed(task(200, values), 'tasks')).not.toContain(
      'owner_id, state, created_at desc, id desc',
    )
    expect(printed(task(100_000, values), 'tasks').join('\n')).toContain('owner_id')
  })

  test('the referencing side only where its parent can go', () => {
    const child = (rules: Model['resources'][number]['rules']): Model =>
      model([
        user,
        resource('page', { rules }),
        resource('note', { fields: [reference('page', 'page')], list: listOf([], ['-id']) }),
      ])
    const read = user.rules
    expect(printed(child({ ...read, delete: role('admin') }), 'notes')).toContain('page_id')
    expect(printed(child(read), 'notes')).toEqual(['unique id'])
  })

  test('a constant that keeps half of the rows gets no partial index', () => {
    const note = model([
      user,
      resource('note', {
        fields: [field('open', { type: { kind: 'boolean' } })],
        rules: { read: is('open', value(true)) },
        list: listOf([], ['-createdAt']),
      }),
    ])
    expect(printed(note, 'notes')).toEqual(['open, created_at desc, id desc', 'unique id'])
  })
})
