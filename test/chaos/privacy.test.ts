import { expect, test, vi } from 'vitest'
import { type Backend, startBackend } from './backend.ts'
import { addUser, startPostgres } from './postgres.ts'

const SOON = { timeout: 15_000, interval: 20 }
const METRICS_TOKEN = 'canary-metrics-token-0123456789'
/** In every place where a request can carry something. */
const canary = (place: string): string => `canary-${place}`

test('neither log nor metrics hold a secret, a private field or anything else of a client', async () => {
  await using postgres = await startPostgres()
  const password = new URL(postgres.url).password
  await using backend = await startBackend(postgres.url, { ARCHITECT_METRICS_TOKEN: METRICS_TOKEN })
  await addUser(postgres.directUrl)
  await sendCanaries(backend, [201, 201, 200, 200, 400, 401, 404, 422, 422, 405])
  await postgres.stop()
  await vi.waitUntil(async () => (await backend.ready()).status === 503, SOON)
  await sendCanaries(backend, [503, 503, 503, 503, 400, 401, 404, 422, 422, 405])
  const metrics = await fetch(`${backend.url}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  })
  const text = await metrics.text()
  expect(text).toMatch(/^architect_database_up 0$/m)
  await vi.waitUntil(() => backend.logged({ kind: 'failure' }).length > 3, SOON)
  await backend.stop('SIGTERM')
  for (const output of [backend.output(), text]) {
    expect(output).not.toMatch(/canary/i)
    expect(output).not.toContain(backend.token)
    expect(output).not.toContain(backend.token.split('.')[2])
    expect(output).not.toContain(password)
  }
})

/** Ten requests, two of them creates, and the status of each. */
async function sendCanaries(backend: Backend, statuses: readonly number[]): Promise<void> {
  const { url, token } = backend
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'user-agent': canary('agent'),
    cookie: `session=${canary('cookie')}`,
    referer: `https://example.test/${canary('referer')}`,
    'x-forwarded-for': canary('address'),
    'x-api-key': canary('key'),
  }
  const note = { title: canary('title'), body: canary('body'), contact: canary('private') }
  const post = (body: string, more: Readonly<Record<string, string>> = {}): RequestInit => ({
    method: 'POST',
    headers: { ...headers, ...more },
    body,
  })
  const requests: readonly (readonly [string, RequestInit])[] = [
    ['/v1/notes', post(JSON.stringify(note))],
    ['/v1/notes', post(JSON.stringify(note), { 'idempotency-key': crypto.randomUUID() })],
    [`/v1/notes?title=${canary('filter')}`, { headers }],
    ['/v1/notes', { headers }],
    ['/v1/notes', post(`{"title": "${canary('malformed')}`)],
    ['/v1/notes', post('{}', { authorization: `Bearer ${canary('forged')}` })],
    [`/v1/${canary('path')}`, { headers }],
    ['/v1/notes', post(JSON.stringify({ ...note, [canary('unknown')]: 1 }))],
    ['/v1/notes', post(JSON.stringify({ title: canary('long').repeat(20) }))],
    ['/v1/notes', { method: 'PUT', headers, body: canary('put') }],
  ]
  const answered = []
  for (const [path, init] of requests) answered.push((await fetch(url + path, init)).status)
  expect(answered).toEqual(statuses)
}
