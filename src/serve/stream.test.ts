import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { exchangeBytes, serveForTest } from '../../test/server.ts'
import { ArchitectError } from '../std/error.ts'
import type { Handler } from './http.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const PART = `${'x'.repeat(65_535)}\n`
const streaming =
  (body: AsyncIterable<string>): Handler =>
  () =>
    Promise.resolve({ status: 200, headers: { 'content-type': 'application/x-ndjson' }, body })

test('a stream arrives whole, and in order', async () => {
  async function* lines(): AsyncGenerator<string> {
    for (let i = 0; i < 1000; i++) yield `${i}\n`
  }
  await using server = await serveForTest(streaming(lines()))
  const text = await (await fetch(server.url)).text()
  expect(text.trim().split('\n').map(Number)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
})

test('nothing is produced for a reader that does not read, and all is closed when it leaves', async () => {
  let produced = 0
  let closed = false
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) {
        produced += 1
        yield PART
      }
    } finally {
      closed = true
    }
  }
  await using server = await serveForTest(streaming(endless()))
  const socket = connect(server.port, '127.0.0.1')
  socket.pause()
  socket.write(GET)
  let before = -1
  await vi.waitFor(
    () => {
      const stands = produced > 0 && produced === before
      before = produced
      expect(stands).toBe(true)
    },
    { interval: 200, timeout: 5000 },
  )
  expect(produced * PART.length).toBeLessThan(50_000_000)
  socket.destroy()
  await vi.waitFor(() => expect(closed).toBe(true))
})

test('a stream that fails before its first part is a problem', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield* []
    throw new ArchitectError('ARC501', 'PostgreSQL at 10.0.0.7 is away')
  }
  await using server = await serveForTest(streaming(failing()))
  const response = await fetch(server.url)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    code: 'ARC501',
    detail: expect.not.stringContaining('10.'),
  })
})

test('a stream that fails later is cut off, so that nobody takes it for whole', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield 'first\n'
    await new Promise(setImmediate)
    throw new Error('lost')
  }
  await using server = await serveForTest(streaming(failing()))
  const answer = await exchangeBytes(server.port, GET, { until: /0\r\n\r\n$/ })
  expect(answer.text).toContain('first')
  expect(answer.text).not.toMatch(/\r\n0\r\n\r\n/)
  await vi.waitFor(() =>
    expect(server.observations).toContainEqual(expect.objectContaining({ kind: 'failure' })),
  )
})
