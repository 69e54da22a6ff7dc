import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/database.ts'
import { exchangeBytes, type RawAnswer, serveForTest, type TestServer } from '../../test/server.ts'
import { sharing } from '../../test/sharing-model.ts'
import { derive } from '../compile/derive/derive.ts'
import { schemaSql } from '../compile/emit/sql/schema-sql.ts'
import { createAuthenticator } from './authenticate.ts'
import { openChanges } from './live/changes.ts'
import { createService } from './service.ts'
import { generateKeys, importKeys, mintToken } from './tokens.ts'

const ADA = '00000000-0000-7000-8000-000000000001'
const BEN = '00000000-0000-7000-8000-000000000002'
const NAMES = { issuer: 'https://issuer.example', audience: 'https://api.example' }

const ending: (() => Promise<void> | void)[] = []
let fresh: TestDatabase
let server: TestServer
let ada = ''
let ben = ''

beforeAll(async () => {
  fresh = await freshDatabase()
  const { database } = fresh
  const design = derive(sharing, {})
  const people = `insert into users (id, handle, display_name, email) values ('${ADA}', 'ada', 'Ada', 'a@example.com'), ('${BEN}', 'ben', 'Ben', 'b@example.com');`
  await database.transaction(
    async (transaction) => await transaction.execute(schemaSql(design) + people),
  )
  const keys = await importKeys(await generateKeys())
  const now = (): Date => new Date()
  const token = (subject: string): Promise<string> =>
    mintToken(keys, { subject, roles: [], ttlSeconds: 600, ...NAMES }, now())
  ada = await token(ADA)
  ben = await token(BEN)
  const changes = await openChanges({ database, observe: () => undefined })
  const service = createService({
    design,
    database,
    authenticate: createAuthenticator({ keys, roles: design.roles, now, ...NAMES }),
    cursorSecret: randomBytes(32),
    changes,
    observe: () => undefined,
    now,
    newId: () => randomUUID(),
  })
  server = await serveForTest(service.handler)
  ending.push(server.close, service.close, changes.close, fresh.close)
})
afterAll(async () => {
  for (const end of ending) await end()
})

interface Parts {
  readonly hosts: number
  readonly pad: number
  readonly path: string
  readonly method: string
  readonly authorization: string | undefined
  readonly type: string
  readonly length: number | undefined
  readonly body: string
}

/** Wrong in everything that is looked at. */
const WORST: Parts = {
  hosts: 2,
  pad: 9000,
  path: '/v1/nothing',
  method: 'PUT',
  authorization: 'Bearer forged.forged.forged',
  type: 'text/plain',
  length: 2_000_000_000,
  body: '{',
}

function ask(parts: Parts): Promise<RawAnswer> {
  const { hosts, pad, path, method, authorization, type, length, body } = parts
  const lines = [
    `${method} ${path}${pad > 0 ? `?${'a'.repeat(pad)}` : ''} HTTP/1.1`,
    ...Array.from({ length: hosts }, (_, i) => `Host: a${i}`),
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    `Content-Type: ${type}`,
    `Content-Length: ${length ?? Buffer.byteLength(body)}`,
  ]
  return exchangeBytes(server.port, `${lines.join('\r\n')}\r\n\r\n${body}`, { until: /\r\n\r\n/ })
}

test('one fault after the other is mended, and the refusals come in the settled order', async () => {
  const mend: readonly (() => Partial<Parts>)[] = [
    () => ({}),
    () => ({ pad: 0 }),
    () => ({ hosts: 1 }),
    () => ({ path: '/v1/shares' }),
    () => ({ method: 'POST' }),
    () => ({ authorization: undefined }),
    () => ({ authorization: `Bearer ${ada}` }),
    () => ({ type: 'application/json' }),
    () => ({ length: undefined }),
    () => ({ body: '{"nothing":1,"title":5}' }),
    () => ({ body: '{"url":"https://example.com/1","title":"One"}' }),
  ]
  let parts = WORST
  const statuses: number[] = []
  for (const step of mend) {
    parts = { ...parts, ...step() }
    statuses.push((await ask(parts)).status)
  }
  expect(statuses).toEqual([414, 400, 404, 405, 401, 401, 415, 413, 400, 422, 201])
})

test('the limit of an actor comes after who it is, and before what it sends', async () => {
  const good: Parts = {
    ...WORST,
    hosts: 1,
    pad: 0,
    path: '/v1/shares',
    method: 'POST',
    authorization: `Bearer ${ben}`,
    type: 'application/json',
    length: undefined,
    body: '{"url":"https://example.com/2","title":"Two"}',
  }
  const first = await ask(good)
  expect(first.text).toMatch(/ratelimit: "w60";r=29;t=1/)
  for (let i = 0; i < 29; i++) expect((await ask(good)).status).toBe(201)
  const refused = await ask({ ...good, type: 'text/plain', length: 2_000_000_000 })
  expect(refused.status).toBe(429)
  expect(refused.text).toMatch(/retry-after: \d+/)
  expect((await ask({ ...good, authorization: 'Bearer x.y.z' })).status).toBe(401)
  expect((await ask({ ...good, authorization: `Bearer ${ada}` })).status).toBe(201)
})

test('OPTIONS tells the methods of a path that exists', async () => {
  const known = await fetch(`${server.url}/v1/shares`, { method: 'OPTIONS' })
  const unknown = await fetch(`${server.url}/v1/nothing`, { method: 'OPTIONS' })
  expect([known.status, known.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST'])
  expect(unknown.status).toBe(404)
})

test('what one writes another hears, as far as it may read it', async () => {
  const leaving = new AbortController()
  const stream = await fetch(`${server.url}/v1/shares/events`, {
    headers: { authorization: `Bearer ${ben}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  })
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
  const share = (title: string, visibility: string): Promise<Response> =>
    fetch(`${server.url}/v1/shares`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ada}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://example.com/3', title, visibility }),
    })
  expect((await share('Hidden', 'private')).status).toBe(201)
  expect((await share('Seen', 'public')).status).toBe(201)
  let text = ''
  while (!text.includes('Seen')) text += (await reader?.read())?.value ?? 'ended: Seen'
  leaving.abort()
  expect(text).toMatch(/event: created\ndata: \{"id":"[^"]+".*"title":"Seen"/)
  expect(text).not.toContain('Hidden')
  expect(server.observations).toContainEqual(
    expect.objectContaining({ kind: 'request', route: '/v1/shares', status: 201, actorId: ADA }),
  )
})
