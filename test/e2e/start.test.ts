import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, demoOf } from './backend.ts'
import { eventually, type Folder, folder, processesNaming, writeCommittedFiles } from './place.ts'
import { type Running, run } from './process.ts'

/** `npm ci` fetches what the machine has not cached. */
const INSTALL_MS = 120_000
/** A second start installs nothing and creates nothing. */
const FAST_MS = 10_000

let place: Folder
let root: string

/** `npm start` in a copy of the committed files, as the README says. */
function npmStart(deadlineMs?: number): Running {
  return run('npm', ['start'], { cwd: root, ...(deadlineMs ? { deadlineMs } : {}) })
}

function idOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : ''
}

/** Nothing that runs names the folder: neither npm, nor Node, nor PostgreSQL. */
async function nothingRuns(): Promise<void> {
  await eventually(
    () => processesNaming(root),
    (left) => left.length === 0,
  )
}

beforeAll(() => {
  place = folder()
  root = join(place.path, 'clone')
  writeCommittedFiles(root)
})

afterAll(() => place[Symbol.dispose]())

test('the first npm start of a clone installs, serves and hands out tokens that do what they say', {
  timeout: INSTALL_MS,
}, async () => {
  await using process = npmStart(INSTALL_MS)
  const { url, tokens, dataDir } = await demoOf(process)
  expect(process.said()).toMatch(/Installing dependencies \(npm ci\) \.\.\. done in \d+ s/)
  expect(dataDir).toBe(join(root, 'examples/sharing/.architect/data'))
  expect(Object.keys(tokens)).toEqual(['ada', 'grace', 'mod'])

  const body = { url: 'https://example.com/mine', title: 'Zymurgy for one', visibility: 'private' }
  const created = await call(`${url}/v1/shares`, { token: tokens['ada'], body })
  expect(created.status).toBe(201)
  const one = `${url}${created.headers.get('location')}`
  expect((await call(one, { token: tokens['ada'] })).body).toMatchObject(body)
  expect((await call(one, { token: tokens['grace'] })).status).toBe(404)
  expect((await call(one, { token: tokens['mod'] })).status).toBe(200)
  expect((await call(one)).status).toBe(404)
  expect((await call(`${url}/docs`)).status).toBe(200)
  expect((await call(`${url}/openapi.json`)).body).toMatchObject({ openapi: '3.1.0' })

  process.signalGroup('SIGINT')
  await process.ended()
  await nothingRuns()
})

test('the next start is fast and finds the rows of the last one', async () => {
  const began = performance.now()
  await using process = npmStart()
  const { url, tokens } = await demoOf(process)
  expect(performance.now() - began).toBeLessThan(FAST_MS)
  expect(process.said()).not.toContain('Installing')
  expect(process.said()).toContain('The data of last time is there.')
  const found = await call(`${url}/v1/shares?q=zymurgy`, { token: tokens['ada'] })
  expect(found.body).toMatchObject({ data: [{ title: 'Zymurgy for one' }] })
  const others = await call(`${url}/v1/shares?q=zymurgy`, { token: tokens['grace'] })
  expect(others.body).toMatchObject({ data: [] })

  process.signal('SIGTERM')
  await process.ended()
  await nothingRuns()
})

test('a start whose processes are killed without a word leaves no PostgreSQL, and loses no row', async () => {
  await using process = npmStart()
  const { url, tokens } = await demoOf(process)
  const body = { url: 'https://example.com/kept', title: 'Kept through the kill' }
  const created = await call(`${url}/v1/shares`, { token: tokens['ada'], body })
  process.signalGroup('SIGKILL')
  await process.ended()
  await nothingRuns()

  await using again = npmStart()
  const next = await demoOf(again)
  const found = await call(`${next.url}/v1/shares/${idOf(created.body)}`, {
    token: next.tokens['ada'],
  })
  expect(found.body).toMatchObject(body)
  again.signalGroup('SIGINT')
  await again.ended()
  await nothingRuns()
})

test('a second start while the first one serves is refused by name, and harms nothing', async () => {
  await using first = npmStart()
  const { url, tokens } = await demoOf(first)
  await using second = npmStart()
  const { code } = await second.ended()
  expect(second.said()).toMatch(/ARC515 The data folder \S+ is in use by process \d+/)
  expect(code).toBe(4)
  expect((await call(`${url}/v1/shares`, { token: tokens['ada'] })).status).toBe(200)
  first.signalGroup('SIGINT')
  await first.ended()
  await nothingRuns()
})
