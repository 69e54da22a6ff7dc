import { expect, test } from 'vitest'
import { exchangeBytes, serveForTest } from '../../test/server.ts'
import { ArchitectError } from '../std/error.ts'
import type { Handler, HttpResponse } from './http.ts'
import { mediaTypeOf } from './negotiate.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }
const ok = (body: HttpResponse['body']): HttpResponse => ({
  status: 200,
  headers: JSON_HEADERS,
  body,
})

/** One path, which anybody may read, a writer may write, and a reader may not. */
const things: Handler = async (request) => {
  const { method, headers } = request
  if (request.url.split('?')[0] !== '/things') throw new ArchitectError('ARC301', 'No such path.')
  if (method !== 'GET' && method !== 'POST' && method !== 'HEAD') {
    throw new ArchitectError('ARC103', 'No.', { headers: { allow: 'GET, HEAD, POST' } })
  }
  if (headers['authorization'] === undefined) throw new ArchitectError('ARC201', 'Who are you?')
  if (method !== 'POST') return ok('{"a":1}')
  if (headers['authorization'] === 'Bearer reader') throw new ArchitectError('ARC202', 'No.')
  mediaTypeOf(headers, ['application/json'], method)
  const body = await request.body()
  try {
    JSON.parse(body.toString())
  } catch (cause) {
    throw new ArchitectError('ARC101', 'No JSON.', { cause })
  }
  return ok(JSON.stringify({ bytes: body.length }))
}

const http = (line: string, headers: Record<string, string | number> = {}, body = ''): string =>
  [
    `${line} HTTP/1.1`,
    'Host: a',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n')
const json = { 'Content-Type': 'application/json' }
const writer = { Authorization: 'Bearer writer' }
const reader = { Authorization: 'Bearer reader' }
const chunked = { 'Transfer-Encoding': 'chunked' }
const huge = { 'Content-Length': 1e9 }

const CASES: readonly (readonly [string, number, string, { flood: true }?])[] = [
  ['no such path, all else wrong', 404, http('POST /nothing', { 'Content-Type': ';;;', ...huge })],
  ['a known path, another method', 405, http('DELETE /things')],
  ['TRACE', 405, http('TRACE /things')],
  ['PROPFIND', 405, http('PROPFIND /things')],
  ['QUERY', 405, http('QUERY /things')],
  ['nobody, bad type, 1 GB announced', 401, http('POST /things', { 'Content-Type': ';', ...huge })],
  ['nobody, an endless body', 401, http('POST /things', { ...json, ...chunked }), { flood: true }],
  ['nobody, waits for 100', 401, http('POST /things', { Expect: '100-continue', ...huge })],
  ['may not, bad type', 403, http('POST /things', { ...reader, 'Content-Type': ';', ...huge })],
  [
    'wrong type, too large',
    415,
    http('POST /things', { ...writer, 'Content-Type': 'a/b', ...huge }),
  ],
  [
    'waits for 100, wrong type',
    415,
    http('POST /things', { ...writer, Expect: '100-continue', ...huge }),
  ],
  ['too large by header', 413, http('POST /things', { ...writer, ...json, ...huge })],
  [
    'too large on the way',
    413,
    http('POST /things', { ...writer, ...json, ...chunked }),
    { flood: true },
  ],
  ['not JSON', 400, http('POST /things', { ...writer, ...json, 'Content-Length': 1 }, '{')],
  [
    'invited to send',
    100,
    http('POST /things', { ...writer, ...json, Expect: '100-continue', 'Content-Length': 2 }),
  ],
  [
    'all is well',
    200,
    http('POST /things', { ...writer, ...json, 'Content-Length': 8 }, '{"a": 1}'),
  ],
  [
    'length and chunked',
    400,
    http('POST /things', { ...writer, 'Content-Length': 3, ...chunked }, '0\r\n\r\n'),
  ],
  ['two lengths', 400, http('POST /things', { 'Content-Length': 3, 'content-length': 4 }, 'abc')],
  [
    'unknown transfer coding',
    400,
    http('POST /things', { ...writer, 'Transfer-Encoding': 'xchunked' }, '0\r\n\r\n'),
  ],
  ['a folded field', 400, 'GET /things HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n'],
  ['bare line feeds', 400, 'GET /things HTTP/1.1\nHost: a\n\n'],
  ['a space before the colon', 400, 'GET /things HTTP/1.1\r\nHost : a\r\n\r\n'],
  ['no version', 400, 'GET /things\r\n\r\n'],
  ['an unknown version', 400, 'GET /things HTTP/3.0\r\nHost: a\r\n\r\n'],
  ['no host', 400, 'GET /things HTTP/1.1\r\n\r\n'],
  ['two hosts', 400, http('GET /things', { host: 'b' })],
  ['two credentials', 400, http('GET /things', { ...reader, authorization: 'Bearer writer' })],
  ['two media types', 400, http('POST /things', { ...json, 'content-type': 'a/b' })],
  ['two keys', 400, http('POST /things', { 'Idempotency-Key': 'a', 'idempotency-key': 'b' })],
  ['a target that is no path', 400, http('GET things')],
  ['garbage', 400, '\u0000\u0001\u0002\r\n\r\n'],
  ['TLS on a plain port', 400, '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n'],
  ['a bad escape in the path', 404, http('GET /%zz')],
  ['an absolute target', 200, http('GET http://a/things', reader)],
  ['a URL of 9,000', 414, http(`GET /${'a'.repeat(9000)}`)],
  ['a field of 20,000', 431, http('GET /things', { X: 'a'.repeat(20_000) })],
]

const TABLE = CASES.map(([name, expected, bytes, options]) => ({ name, expected, bytes, options }))

test.each(TABLE)('$name: $expected', async ({ expected, bytes, options }) => {
  await using server = await serveForTest(things)
  const answer = await exchangeBytes(server.port, bytes, options)
  expect(answer.status).toBe(expected)
  if (expected >= 400) {
    expect(answer.text).toMatch(/content-type: application\/problem\+json/)
    expect(answer.text).toMatch(/x-content-type-options: nosniff/)
  }
})

test('a refusal with an unread body closes the connection, and other answers keep it', async () => {
  await using server = await serveForTest(things)
  const refused = await exchangeBytes(server.port, http('POST /things', { ...json, ...huge }))
  const answered = await exchangeBytes(server.port, http('GET /things', reader))
  expect(refused.text).toMatch(/connection: close/i)
  expect(answered.text).toMatch(/connection: keep-alive/i)
})

test('every answer carries the security fields and no name of a product', async () => {
  await using server = await serveForTest(things, { https: true })
  const { headers } = await fetch(`${server.url}/things`)
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
  expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull()
})

test('without TLS nobody is told to insist on it', async () => {
  await using server = await serveForTest(things)
  const { headers } = await fetch(`${server.url}/things`)
  expect(headers.get('strict-transport-security')).toBeNull()
})

test.each([
  ['sane-id_1', true],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
  ['with space', false],
  ['<script>', false],
])('the request id %s of a client is kept: %s', async (id, kept) => {
  await using server = await serveForTest(things)
  const { headers } = await fetch(`${server.url}/things`, { headers: { 'x-request-id': id } })
  const answered = headers.get('x-request-id') ?? ''
  expect(answered === id).toBe(kept)
  expect(answered).toMatch(/^[\w-]{1,64}$/)
})

test('HEAD answers like GET, without the body', async () => {
  await using server = await serveForTest(things)
  const answer = await exchangeBytes(server.port, http('HEAD /things', reader))
  expect(answer.text).toMatch(/^HTTP\/1\.1 200 OK/)
  expect(answer.text).toMatch(/content-length: 7/)
  expect(answer.text.split('\r\n\r\n')[1]).toBe('')
})

test('all internal errors are the same bytes but for instance and requestId', async () => {
  await using server = await serveForTest((request) => {
    if (request.url === '/first') throw new TypeError('secret 1')
    return Promise.reject(new ArchitectError('ARC514', 'password authentication failed for secret'))
  })
  const bodies = await Promise.all(
    ['/first', '/second'].map(async (path) => {
      const response = await fetch(server.url + path, {
        headers: { 'x-request-id': path.slice(1) },
      })
      expect(response.status).toBe(500)
      return (await response.text()).replaceAll(path.slice(1), 'X')
    }),
  )
  expect(bodies[0]).toBe(bodies[1])
  expect(bodies[0]).not.toContain('secret')
})

test('a port in use is named, with what to do', async () => {
  await using server = await serveForTest(things)
  await expect(serveForTest(things, { port: server.port })).rejects.toMatchObject({
    code: 'ARC516',
    message: expect.stringMatching(new RegExp(`Port ${server.port} .*PORT=${server.port + 1}`)),
  })
})
