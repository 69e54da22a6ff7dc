import { expect, test } from 'vitest'
import { serveForTest, type TestServer } from '../../../test/server.ts'
import type { DatabaseHealth } from '../../engine/ports/database.ts'
import { createMetrics } from '../../observe/metrics.ts'
import { ERRORS } from '../../std/error.ts'
import { createHealth, type Health } from '../health.ts'
import { createMetaRoutes } from './routes.ts'

const state: { database: DatabaseHealth; schema: boolean } = {
  database: { state: 'up' },
  schema: true,
}
const metrics = createMetrics()

async function start(token?: string): Promise<TestServer & { readonly health: Health }> {
  const health = createHealth({
    database: () => state.database,
    isSchemaApplied: () => state.schema,
  })
  const meta = createMetaRoutes({
    name: 'sharing',
    openApi: '{"openapi":"3.1.1"}',
    jwks: { keys: [] },
    metrics: { metrics, inFlight: () => 1, isDatabaseUp: () => true, token },
    health: health.routes,
  })
  const api = (): Promise<never> => Promise.reject(new Error('not the API'))
  return {
    ...(await serveForTest(api, { meta, observe: metrics.observe, onDrain: health.drain })),
    health,
  }
}

test.each([
  ['/', 'application/json'],
  ['/openapi.json', 'application/vnd.oai.openapi+json;version=3.1'],
  ['/.well-known/jwks.json', 'application/jwk-set+json'],
  ['/docs', 'text/html; charset=utf-8'],
  ['/docs/errors', 'text/html; charset=utf-8'],
  ['/docs/explorer.js', 'text/javascript; charset=utf-8'],
  ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
  ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
])('%s is served as %s, and not again to whoever has it', async (path, type) => {
  await using server = await start()
  const first = await fetch(server.url + path)
  expect([first.status, first.headers.get('content-type')]).toEqual([200, type])
  const etag = first.headers.get('etag') ?? ''
  const again = await fetch(server.url + path, { headers: { 'if-none-match': etag } })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('pages may load from this server alone, and refer to nothing else', async () => {
  await using server = await start()
  for (const path of ['/docs', '/docs/errors']) {
    const response = await fetch(server.url + path)
    expect(response.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self';/,
    )
    expect(await response.text()).not.toMatch(/(?:src|href)="(?:https?:)?\/\/[^"]*\.(?:js|css)/)
  }
})

test('the page of errors has the anchor that problems point to', async () => {
  await using server = await start()
  const html = await (await fetch(`${server.url}/docs/errors`)).text()
  for (const code of Object.keys(ERRORS)) expect(html).toContain(`<h2 id="${code.toLowerCase()}">`)
})

test('what can only be read says so', async () => {
  await using server = await start()
  const options = await fetch(server.url, { method: 'OPTIONS' })
  const post = await fetch(server.url, { method: 'POST', body: '{}' })
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
})

test('ready means: the database answers, the schema is there, and the server stays', async () => {
  await using server = await start()
  const ready = async (path = '/health/ready'): Promise<unknown> => {
    const response = await fetch(server.url + path)
    return [response.status, ((await response.json()) as { reasons: unknown }).reasons]
  }
  state.schema = false
  expect(await ready('/health/startup')).toEqual([503, ['schema']])
  state.schema = true
  expect(await ready()).toEqual([200, []])
  expect(await ready('/health/startup')).toEqual([200, []])
  state.database = { state: 'down', reason: 'connect ECONNREFUSED 10.0.0.7', since: new Date(0) }
  expect(await ready()).toEqual([503, ['database']])
  expect(await ready('/health/live')).toEqual([200, []])
  expect(await ready('/health/startup')).toEqual([200, []])
  state.database = { state: 'up' }
  server.health.drain()
  expect(await ready()).toEqual([503, ['draining']])
})

test('metrics are for whoever has the token; for others there is no such path', async () => {
  await using server = await start('s3cret')
  await using closed = await start()
  const status = async (url: string, authorization: string): Promise<number> =>
    (await fetch(`${url}/metrics`, { headers: { authorization } })).status
  expect(await status(server.url, '')).toBe(404)
  expect(await status(server.url, 'Bearer wrong')).toBe(404)
  expect(await status(closed.url, 'Bearer undefined')).toBe(404)
  const response = await fetch(`${server.url}/metrics`, {
    headers: { authorization: 'Bearer s3cret' },
  })
  const text = await response.text()
  expect(text).toMatch(
    /^architect_requests_total\{method="GET",route="\/docs",status="200"\} \d+$/m,
  )
  expect(text).toMatch(
    /^architect_request_duration_seconds_bucket\{route="\/docs",le="\+Inf"\} \d+$/m,
  )
  expect(text).toMatch(/^architect_database_up 1$/m)
})
