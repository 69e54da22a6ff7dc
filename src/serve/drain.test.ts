import { expect, test } from 'vitest'
import { exchangeBytes, serveForTest } from '../../test/server.ts'
import type { Handler, HttpResponse } from './http.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const OK: HttpResponse = { status: 200, headers: {}, body: 'done' }

interface Gate {
  readonly handler: Handler
  readonly entered: Promise<void>
  readonly open: () => void
}

/** A handler that waits to be let through. */
function gate(): Gate {
  const entered = Promise.withResolvers<void>()
  const opened = Promise.withResolvers<void>()
  const handler: Handler = async () => {
    entered.resolve()
    await opened.promise
    return OK
  }
  return { handler, entered: entered.promise, open: () => opened.resolve() }
}

test('what is under way is finished, on a connection that then closes; nothing new is taken', async () => {
  const { handler, entered, open } = gate()
  const told: string[] = []
  const server = await serveForTest(handler, { onDrain: () => void told.push('draining') })
  const answer = exchangeBytes(server.port, GET, { until: /done/ })
  await entered
  const closed = server.close().then(() => void told.push('closed'))
  expect(told).toEqual(['draining'])
  await expect(fetch(server.url)).rejects.toThrow()
  open()
  expect((await answer).text).toMatch(/^HTTP\/1\.1 200[\s\S]*connection: close/i)
  await closed
  expect(told).toEqual(['draining', 'closed'])
  expect(server.observations.map(({ kind }) => kind)).toEqual([
    'server',
    'server',
    'request',
    'server',
  ])
})

test('what takes longer than it may is aborted, and the server stops all the same', async () => {
  let aborted: unknown
  const entered = Promise.withResolvers<void>()
  const server = await serveForTest(
    ({ signal }) => {
      entered.resolve()
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          aborted = signal.reason
          reject(signal.reason)
        })
      })
    },
    { drainMs: 50 },
  )
  const answer = exchangeBytes(server.port, GET)
  await entered.promise
  await server.close()
  expect(aborted).toMatchObject({ code: 'ARC504' })
  expect([0, 503]).toContain((await answer).status)
})

test('a large answer under way arrives whole', async () => {
  const body = 'x'.repeat(20_000_000)
  const server = await serveForTest(() => Promise.resolve({ ...OK, body }))
  const response = await fetch(server.url)
  const closed = server.close()
  expect((await response.text()).length).toBe(body.length)
  await closed
})

test('an answer that does not come in time is 503, its work is aborted, and a late one is thrown away', async () => {
  const late = Promise.withResolvers<HttpResponse>()
  let reason: unknown
  await using server = await serveForTest(
    ({ signal }) => {
      signal.addEventListener('abort', () => {
        reason = signal.reason
      })
      return late.promise
    },
    { deadlineMs: 50 },
  )
  const response = await fetch(server.url)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(await response.json()).toMatchObject({ code: 'ARC503' })
  expect(reason).toMatchObject({ code: 'ARC503' })
  late.resolve(OK)
  expect(server.observations.filter(({ kind }) => kind === 'request')).toHaveLength(1)
})

test('a client that goes away aborts the work', async () => {
  const gone = Promise.withResolvers<void>()
  const entered = Promise.withResolvers<void>()
  await using server = await serveForTest(({ signal }) => {
    signal.addEventListener('abort', () => gone.resolve())
    entered.resolve()
    return gone.promise.then(() => OK)
  })
  const leaving = new AbortController()
  const left = fetch(server.url, { signal: leaving.signal }).catch(() => 'left')
  await entered.promise
  leaving.abort()
  expect(await left).toBe('left')
  await gone.promise
})
