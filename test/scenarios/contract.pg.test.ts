import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openapi } from '../../src/compile/emit/openapi/openapi.ts'
import { type Contract, contractOf, type Described } from './contract.ts'
import { sharingSetting } from './sharing.ts'
import { shopSetting } from './shop.ts'
import { openWorld, type Sent, type World } from './world.ts'

interface Case {
  readonly setting: typeof sharingSetting
  readonly as: string
  /** A row of each path that the actor may change, and values for a create. */
  readonly rows: Readonly<
    Record<
      string,
      {
        readonly id: string
        readonly body: Readonly<Record<string, unknown>>
        readonly as?: string
      }
    >
  >
}

const CASES: readonly Case[] = [
  {
    setting: sharingSetting,
    as: 'ada',
    rows: {
      users: { id: '{ada}', body: { handle: 'other' } },
      follows: { id: '{follows}', body: { followee: '{cyd}' }, as: 'ben' },
      shares: { id: '{open}', body: { url: 'https://example.com/x', title: 'x' } },
      likes: { id: '{likes}', body: { share: '{bens}' }, as: 'ben' },
      comments: { id: '{adasComment}', body: { share: '{bens}', body: 'x' } },
      collections: { id: '{listed}', body: { name: 'x' } },
      'collection-items': {
        id: '{item}',
        body: { collection: '{unlisted}', share: '{open}', position: 'x' },
      },
    },
  },
  {
    setting: shopSetting,
    as: 'nora',
    rows: {
      organisations: { id: '{north}', body: {} },
      members: { id: '{nora}', body: { email: 'other@example.com' } },
      products: { id: '{saw}', body: { sku: 'x', price: '1' } },
      notes: { id: '{note}', body: { product: '{bolt}', body: 'x' } },
    },
  },
]

/** What distinguishes the body of a create in a version. */
const MORE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  '/v1/products': { headline: 'x' },
  '/v2/products': { title: 'x', tags: [] },
}

for (const { setting, as, rows } of CASES) {
  describe(`the document of ${setting.names['ada'] === undefined ? 'the shop' : 'sharing'}`, () => {
    let world: World
    let contract: Contract
    beforeAll(async () => {
      world = await openWorld(setting)
      contract = contractOf({ ...openapi(world.design, { server: '/' }) })
    })
    afterAll(async () => await world.close())

    const apiOperations = (): readonly Described[] =>
      contract.operations.filter(({ path }) => /^\/v\d/.test(path))

    test('names every route of the design, and no other', () => {
      const routes = world.design.endpoints.map(({ method, path }) => `${method} ${path}`)
      expect(
        apiOperations()
          .map(({ method, path }) => `${method} ${path}`)
          .toSorted(),
      ).toEqual(routes.toSorted())
    })

    test('every operation answers a sound request as documented', async () => {
      for (const described of apiOperations()) {
        if (described.path.endsWith('/events')) continue
        for (const sent of sound(described, rows, as)) {
          const answer = await world.ask(sent)
          await world.restore()
          expect(answer.status, `${sent.send} ${answer.text}`).toBeLessThan(400)
          contract.hold(described, answer, described)
        }
      }
    })

    test('every operation refuses an unsound request as documented', async () => {
      for (const described of apiOperations()) {
        for (const sent of unsound(described, rows, as)) {
          const answer = await world.ask(sent)
          expect(answer.status, `${sent.send} ${answer.text}`).toBeGreaterThanOrEqual(400)
          expect(answer.status, `${sent.send} ${answer.text}`).toBeLessThan(500)
          contract.hold(described, answer, described)
        }
      }
      expect(await world.changed()).toEqual([])
    })

    test('the parameters that a list knows are those that are documented', async () => {
      for (const { path, operation, method } of apiOperations()) {
        if (method !== 'GET' || path.includes('{') || path.endsWith('/events')) continue
        const answer = await world.ask({ as, send: `GET ${path}?zzz=1` })
        const known =
          /Allowed: (.*?)\.$/.exec(String(messageOf(answer.json)))?.[1]?.split(', ') ?? []
        const named = parametersOf(contract, operation).filter(
          (name) => name[0] !== name[0]?.toUpperCase(),
        )
        expect(known.toSorted(), path).toEqual(named.filter((name) => name !== 'accept').toSorted())
      }
    })
  })
}

function messageOf(json: unknown): unknown {
  const errors = json instanceof Object && 'errors' in json ? json.errors : []
  return Array.isArray(errors) ? errors[0]?.message : undefined
}

function parametersOf({ resolve }: Contract, operation: Described['operation']): readonly string[] {
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  return parameters
    .map((one) => resolve(one))
    .filter((one) => one['in'] === 'query')
    .map((one) => String(one['name']))
}

type Rows = Case['rows']

function rowOf(path: string, rows: Rows): Rows[string] {
  return rows[path.split('/')[2] ?? ''] ?? { id: '{nobody}', body: {} }
}

function sound({ method, path }: Described, rows: Rows, usual: string): readonly Sent[] {
  const row = rowOf(path, rows)
  const as = row.as ?? usual
  const target = path.replace('{id}', row.id)
  const match = { 'if-match': '"1"' }
  if (method === 'GET' && path.includes('{')) {
    return [
      { as, send: `GET ${target}` },
      { as, send: `GET ${target}`, headers: { 'if-none-match': '"1"' } },
      { as, send: `GET ${target}?fields=id` },
    ]
  }
  if (method === 'GET') {
    return [
      { as, send: `GET ${target}` },
      { as, send: `GET ${target}?limit=1&count=exact` },
      { as, send: `GET ${target}`, headers: { accept: 'application/x-ndjson' } },
    ]
  }
  if (method === 'DELETE') return [{ as, send: `DELETE ${target}`, headers: match }]
  const body = { ...row.body, ...MORE[path.replace('/bulk', '')] }
  if (method === 'PATCH') return [{ as, send: `PATCH ${target}`, headers: match, body: {} }]
  if (path.endsWith('/bulk'))
    return path === '/v1/products/bulk'
      ? []
      : [
          { as, send: `POST ${target}`, body: { items: [body] } },
          { as, send: `POST ${target}`, body: { mode: 'each', items: [body, { x: 1 }] } },
        ]
  return path === '/v1/products'
    ? []
    : [{ as, send: `POST ${target}`, body, headers: { 'idempotency-key': 'k' } }]
}

function unsound({ method, path }: Described, rows: Rows, usual: string): readonly Sent[] {
  const row = rowOf(path, rows)
  const as = row.as ?? usual
  const send = `${method} ${path.replace('{id}', row.id)}`
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: { zzz: 1 } }
  const match = { 'if-match': '"1"' }
  return [
    { as, send: `${send}?zzz=1`, headers: match, ...body },
    { as, send, headers: { authorization: 'Bearer x' }, ...body },
    { as, send, headers: { accept: 'image/png' }, ...body },
    ...(path.includes('{')
      ? [
          { as, send: `${method} ${path.replace('{id}', 'x')}`, headers: match, ...body },
          {
            as,
            send: `${method} ${path.replace('{id}', '{nobody}')}`,
            headers: match,
            ...(method === 'PATCH' ? { body: {} } : {}),
          },
        ]
      : []),
    ...(method === 'PATCH' || method === 'DELETE'
      ? [
          {
            as,
            send,
            headers: { 'if-match': '"99"' },
            ...(method === 'PATCH' ? { body: {} } : {}),
          },
          { as, send, headers: { 'if-match': 'x' }, ...body },
        ]
      : []),
    ...(method === 'POST' || method === 'PATCH'
      ? [
          { as, send, headers: { ...match, 'content-type': 'text/plain' }, ...body },
          { as, send, headers: match, body: '{' },
          { as, send, headers: match, body: { zzz: 1 } },
          { as, send, headers: { ...match }, body: '[]' },
        ]
      : []),
  ]
}
