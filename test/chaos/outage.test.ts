import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sql } from '../../src/sql/sql.ts'
import { type Backend, startBackend } from './backend.ts'
import { type Attempt, startLoad } from './load.ts'
import { addUser, ask, type Postgres, startPostgres, storedNotes } from './postgres.ts'

/** The longest that the server may take to begin an answer, and what a busy machine adds. */
const LONGEST_ANSWER_MS = 12_000
const SOON = { timeout: 15_000, interval: 20 }

let postgres: Postgres
let backend: Backend

beforeAll(async () => {
  postgres = await startPostgres()
  backend = await startBackend(postgres.url)
  await addUser(postgres.directUrl)
})

afterAll(async () => {
  await backend[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
})

const terminateAll = sql`select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and application_name = 'backend-architect'`

const idle = sql`select count(*) from pg_stat_activity
  where pid <> pg_backend_pid() and application_name = 'backend-architect' and state = 'idle'`

/** Of the backend: shared ones that were opened again, and the one that listens. */
async function idleSessions(): Promise<number> {
  return Number((await ask(postgres.directUrl, idle))[0]?.[0])
}

interface Outage {
  readonly name: string
  readonly begin: () => unknown
  readonly end: () => unknown
}

const OUTAGES: readonly Outage[] = [
  {
    name: 'PostgreSQL is stopped and started',
    begin: () => postgres.stop(),
    end: () => postgres.start(),
  },
  {
    name: 'the server process of PostgreSQL is killed',
    begin: () => void process.kill(postgres.pid(), 'SIGKILL'),
    end: () => undefined,
  },
  {
    name: 'the host of PostgreSQL falls silent',
    begin: () => postgres.wire.freeze(),
    end: () => postgres.wire.thaw(),
  },
]

describe.each(OUTAGES)('$name', (outage) => {
  let downs = 0
  beforeEach(() => {
    downs = backend.logged({ kind: 'database', state: 'down' }).length
  })

  test('clients are told to wait, and no acknowledged row is lost', async () => {
    const load = startLoad(backend)
    await vi.waitUntil(() => load.acknowledged.size > 50, SOON)
    await outage.begin()
    await vi.waitUntil(
      () => backend.logged({ kind: 'database', state: 'down' }).length > downs,
      SOON,
    )
    await outage.end()
    await vi.waitUntil(async () => (await backend.ready()).status === 200, SOON)
    const before = load.acknowledged.size
    await vi.waitUntil(() => load.acknowledged.size > before + 50, SOON)
    await load.finish()
    expectPatience(load.attempts)
    const stored = await storedNotes(postgres.directUrl)
    for (const [title, id] of load.acknowledged) expect(stored.get(title)).toBe(id)
  })
})

test('while it is away, the server is alive and says why it is not ready', async () => {
  await postgres.stop()
  await vi.waitUntil(async () => (await backend.ready()).status === 503, SOON)
  expect(await backend.ready()).toEqual({ status: 503, reasons: ['database'] })
  expect((await fetch(`${backend.url}/health/live`)).status).toBe(200)
  const read = await fetch(`${backend.url}/v1/notes`)
  expect([read.status, read.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await read.json()).toMatchObject({ code: 'ARC501' })
  await postgres.start()
  await vi.waitUntil(async () => (await backend.ready()).status === 200, SOON)
  expect(backend.logged({ kind: 'database' }).at(-1)).toMatchObject({ state: 'up' })
  expect((await fetch(`${backend.url}/v1/notes`)).status).toBe(200)
})

test('a host that falls silent while nobody asks anything is noticed', async () => {
  await vi.waitUntil(async () => (await idleSessions()) > 4, SOON)
  postgres.wire.freeze()
  await vi.waitUntil(async () => (await backend.ready()).status === 503, { timeout: 30_000 })
  postgres.wire.thaw()
  await vi.waitUntil(async () => (await backend.ready()).status === 200, SOON)
})

test('when all sessions are ended at once, every client gets its row in the end', async () => {
  const load = startLoad(backend)
  await vi.waitUntil(() => load.acknowledged.size > 50, SOON)
  for (let round = 0; round < 3; round += 1) {
    await ask(postgres.directUrl, terminateAll)
    const before = load.acknowledged.size
    await vi.waitUntil(() => load.acknowledged.size > before + 20, SOON)
  }
  await load.finish()
  expectPatience(load.attempts)
  const stored = await storedNotes(postgres.directUrl)
  for (const [title, id] of load.acknowledged) expect(stored.get(title)).toBe(id)
})

/** Every attempt was answered, in time, and one that failed says when to come back. */
function expectPatience(attempts: readonly Attempt[]): void {
  for (const attempt of attempts) {
    expect(attempt.durationMs).toBeLessThan(LONGEST_ANSWER_MS)
    if (attempt.status !== 201) {
      expect(attempt).toMatchObject({
        status: expect.toBeOneOf([503, 409]),
        code: expect.toBeOneOf(['ARC501', 'ARC503', 'ARC112']),
        retryAfter: expect.stringMatching(/^\d+$/),
      })
    }
  }
}
