import { expect, test } from 'vitest'
import { serveForTest, type TestServer } from '../../../test/server.ts'
import type { Handler } from '../http.ts'

const APP = 'https://app.example'

const handler: Handler = ({ method }) =>
  Promise.resolve(
    method === 'OPTIONS'
      ? { status: 204, headers: { allow: 'GET, HEAD, OPTIONS' }, body: undefined }
      : { status: 200, headers: { vary: 'accept' }, body: '{}' },
  )
const open = (): Promise<TestServer> => serveForTest(handler, { cors: { origins: [APP] } })

test('closed by default: no origin is told anything', async () => {
  await using server = await serveForTest(handler)
  const { headers } = await fetch(server.url, { headers: { origin: APP } })
  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  expect(headers.get('vary')).toBe('accept')
})

test('a listed origin may read, and caches keep origins apart', async () => {
  await using server = await open()
  const { headers } = await fetch(server.url, { headers: { origin: APP } })
  expect(headers.get('access-control-allow-origin')).toBe(APP)
  expect(headers.get('access-control-allow-credentials')).toBeNull()
  expect(headers.get('vary')).toBe('accept, origin')
})

test('a preflight of a listed origin ends with 204 and the methods of the path', async () => {
  await using server = await open()
  const response = await fetch(server.url, {
    method: 'OPTIONS',
    headers: { origin: APP, 'access-control-request-method': 'GET' },
  })
  expect(response.status).toBe(204)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': APP,
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-max-age': '600',
  })
})

test.each([
  'null',
  '*',
  '',
  'https://app.example.evil',
  'https://evil-app.example',
  'http://app.example',
  'https://app.example:8443',
  'https://app.example/',
  'HTTPS://APP.EXAMPLE',
  'https://sub.app.example',
  'https://app.exampl',
  'https://app.example@evil',
  'https://app.example, https://evil',
  'file://',
  'app.example',
])('the origin "%s" is told nothing', async (origin) => {
  await using server = await open()
  const { headers } = await fetch(server.url, { headers: { origin } })
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(headers.get('vary')).toBe('accept, origin')
})
