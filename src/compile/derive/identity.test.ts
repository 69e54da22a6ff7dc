import { describe, expect, test } from 'vitest'
import { field, model, reference, resource } from '../../../test/models.ts'
import type { Field, Model, Resource } from '../model.ts'
import { deriveIdentities, identityFindings } from './identity.ts'

const post = (fields: readonly Field[], options: Partial<Resource> = {}): Model =>
  model([resource('user'), resource('post', { fields, ...options })])

const first = deriveIdentities(post([field('title'), reference('author', 'user')]), {})

test('names are snake case, references end in _id, and keys are sorted', () => {
  expect(Object.entries(first).map(([key, { name }]) => [key, name])).toEqual([
    ['post', 'posts'],
    ['post.author', 'author_id'],
    ['post.title', 'title'],
    ['user', 'users'],
  ])
})

test('the same model gives the same ids, and its own identities change nothing', () => {
  const again = post([field('title'), reference('author', 'user')])
  expect(deriveIdentities(again, {})).toEqual(first)
  expect(deriveIdentities(again, first)).toEqual(first)
})

describe('renames', () => {
  test('a field that was another keeps its id and its column', () => {
    const renamed = post([field('headline', { was: 'title' }), reference('author', 'user')])
    const identities = deriveIdentities(renamed, first)
    expect(identities['post.headline']).toEqual(first['post.title'])
    expect(identities['post.title']).toBeUndefined()
    expect(identityFindings(renamed, first)).toEqual([])
  })

  test('a resource that was another keeps its table and all its columns', () => {
    const renamed = model([
      resource('user'),
      resource('article', { was: 'post', fields: [field('title'), reference('author', 'user')] }),
    ])
    const identities = deriveIdentities(renamed, first)
    expect(identities['article']).toEqual(first['post'])
    expect(identities['article.title']).toEqual(first['post.title'])
    expect(identityFindings(renamed, first)).toEqual([])
  })

  test('a rename that is already recorded may stay in the blueprint', () => {
    const renamed = post([field('headline', { was: 'title' }), reference('author', 'user')])
    const identities = deriveIdentities(renamed, first)
    expect(deriveIdentities(renamed, identities)).toEqual(identities)
    expect(identityFindings(renamed, identities)).toEqual([])
  })

  test('a new field of the old name gets a column of its own', () => {
    const renamed = deriveIdentities(post([field('headline', { was: 'title' })]), first)
    const both = post([field('headline', { was: 'title' }), field('title')])
    const identities = deriveIdentities(both, renamed)
    expect(identities['post.headline']).toEqual(first['post.title'])
    expect(identities['post.title']?.name).toBe('title_2')
    expect(identities['post.title']?.id).not.toBe(first['post.title']?.id)
  })
})

describe('what could be a rename or a loss', () => {
  test('is reported with both remedies', () => {
    const [finding, ...others] = identityFindings(
      post([field('headline'), reference('author', 'user')]),
      first,
    )
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      rule: 'rename-or-removal',
      severity: 'error',
      place: { kind: 'blueprint', path: 'post.title' },
    })
    expect(finding?.help).toContain(".was('title')")
    expect(finding?.help).toContain("removed: ['title']")
  })

  test('is settled by naming what is removed', () => {
    const settled = post([field('headline'), reference('author', 'user')], { removed: ['title'] })
    expect(identityFindings(settled, first)).toEqual([])
  })

  test('is nothing where nothing is new', () => {
    expect(identityFindings(post([field('title')]), first)).toEqual([])
  })

  test('holds for resources that are much alike', () => {
    const moved = model([
      resource('user'),
      resource('article', { fields: [field('title'), reference('author', 'user')] }),
    ])
    expect(identityFindings(moved, first)).toMatchObject([
      { rule: 'rename-or-removal', place: { path: 'article' } },
    ])
    const other = model([resource('user'), resource('invoice', { fields: [field('total')] })])
    expect(identityFindings(other, first)).toEqual([])
  })
})

test('columns of every row are never given to a field', () => {
  expect(deriveIdentities(post([field('search')]), {})['post.search']?.name).toBe('search_2')
})
