import { expect, test } from 'vitest'
import { int, text } from '../blueprint/blueprint.ts'
import type { Model, Resource } from '../model.ts'
import { check } from './check.ts'
import { backend, withField, withProject } from './finding-rule.contract.ts'
import { pluralOf } from './plural.ts'
import { durationMsOf, perSecondOf, rateOf } from './quantities.ts'

function modelOf(blueprint: Parameters<typeof check>[0]): Model {
  const checked = check(blueprint)
  if (!checked.ok) throw new Error(checked.findings.map(({ message }) => message).join('\n'))
  return checked.value
}

function project(blueprint: Parameters<typeof check>[0]): Resource | undefined {
  return modelOf(blueprint).resources.find(({ name }) => name === 'project')
}

test('a sound blueprint becomes a model with every default explicit', () => {
  const model = modelOf(backend())
  expect(model).toMatchObject({
    identity: 'user',
    roles: ['member', 'admin'],
    versions: [{ name: 'v1', resources: {} }],
    language: 'simple',
    tenancy: undefined,
  })
  expect(model.resources.map(({ plural }) => plural)).toEqual(['users', 'projects', 'tasks'])
})

test('bounds that the author leaves open are those of the kind', () => {
  expect(project(withField('count', int().min(0)))?.fields.at(-1)?.type).toEqual({
    kind: 'int',
    min: 0,
    max: 2_147_483_647,
  })
  expect(project(withField('note', text()))?.fields.at(-1)?.type).toEqual({
    kind: 'text',
    max: 10_000,
  })
})

test('orders, limits and scale are read', () => {
  const list = { filter: [], sort: ['-createdAt', ['name', '-id']], search: [] }
  const scale = { rows: 5, reads: '120/min', growth: '10/day' }
  expect(
    project(withProject({ list, scale, limits: { create: '30/min' }, cache: { ttl: '5m' } })),
  ).toMatchObject({
    list: {
      sort: [
        [{ field: 'createdAt', descending: true }],
        [
          { field: 'name', descending: false },
          { field: 'id', descending: true },
        ],
      ],
    },
    scale: { rows: 5, readsPerSecond: 2, growthPerMonth: 300 },
    limits: [{ operation: 'create', count: 30, windowSeconds: 60 }],
    cache: { ttlSeconds: 300, vary: [] },
  })
})

test('a list without an order is sorted by id, newest first', () => {
  const list = { filter: [], sort: [], search: [] }
  expect(project(withProject({ list }))?.list.sort).toEqual([[{ field: 'id', descending: true }]])
})

test('all findings come at once, and one error leaves no model', () => {
  const checked = check({
    ...withProject({ scale: { rows: 0 }, limits: { create: 'often' } }),
    auth: undefined,
  })
  expect(checked.ok).toBe(false)
  expect(new Set(checked.findings.map(({ rule }) => rule))).toEqual(
    new Set(['bad-scale', 'bad-limit', 'missing-security-answers']),
  )
})

test('a blueprint without anything gives findings instead of an exception', () => {
  const empty = { ...backend(), identity: '', resources: [], parts: [], auth: undefined }
  expect(check(empty)).toMatchObject({ ok: false })
})

test.each([
  ['share', 'shares'],
  ['collectionItem', 'collectionItems'],
  ['category', 'categories'],
  ['day', 'days'],
  ['box', 'boxes'],
])('the plural of %s is %s', (name, plural) => {
  expect(pluralOf(name)).toBe(plural)
})

test('rates and durations are read with their units, and nothing else is', () => {
  expect(rateOf('30/min')).toEqual({ count: 30, windowSeconds: 60 })
  expect(perSecondOf('120/min')).toBe(2)
  expect(['100ms', '30s', '5m', '1h'].map(durationMsOf)).toEqual([100, 30_000, 300_000, 3_600_000])
  for (const text of [
    '',
    '5',
    'ms',
    '-1s',
    '0s',
    '1e3s',
    '5 s',
    '3/fortnight',
    '0/s',
    '1/constructor',
  ])
    expect([durationMsOf(text), rateOf(text)]).toEqual([undefined, undefined])
})
