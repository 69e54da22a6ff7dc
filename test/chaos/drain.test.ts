import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openPostgres } from '../../src/engine/adapters/postgres.ts'
import { compile, sql } from '../../src/sql/sql.ts'
import { type Backend, startBackend, USER_ID } from './backend.ts'
import { attemptCreate } from './load.ts'
import { addUser, ask, type Postgres, startPostgres } from './postgres.ts'

const SOON = { timeout: 15_000, interval: 10 }
const DRAIN_MS = 3000
const CLIENTS = 32
/** On a machine with much to do. */
const SLACK_MS = 4000

let postgres: Postgres

beforeAll(async () => {
  postgres = await startPostgres()
  await using _first = await startBackend(postgres.url)
  await addUser(postgres.directUrl)
})

afterAll(() => postgres[Symbol.asyncDispose]())

function start(): Promise<Backend> {
  return startBackend(postgres.url, { ARCHITECT_DRAIN_MS: String(DRAIN_MS) })
}

interface Read {
  readonly startedAt: number
  readonly status: number
}

/** Clients on kept connections that read without a pause until the server is gone. */
function startReads({ url }: Backend): { readonly reads: Read[]; readonly ended: Promise<void> } {
  const reads: Read[] = []
  const readUntilRefused = async (): Promise<void> => {
    for (;;) {
      const startedAt = performance.now()
      const status = await statusOf(`${url}/v1/notes`)
      reads.push({ startedAt, status })
      if (status === 0) return
    }
  }
  const ended = Promise.all(Array.from({ length: CLIENTS }, readUntilRefused))
  return { reads, ended: ended.then(() => undefined) }
}

async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url)
    await response.text()
    return response.status
  } catch {
    return 0
  }
}

test('SIGTERM under load: everything that was sent before is answered', async () => {
  await using backend = await start()
  const { reads, ended } = startReads(backend)
  await vi.waitUntil(() => reads.length > 500, SOON)
  const stoppedAt = performance.now()
  const exitCode = await backend.stop('SIGTERM')
  const lastedMs = performance.now() - stoppedAt
  await ended
  expect(exitCode).toBe(0)
  expect(lastedMs).toBeLessThan(DRAIN_MS + SLACK_MS)
  const before = reads.filter(({ startedAt }) => startedAt < stoppedAt)
  expect(before.filter(({ status }) => status !== 200)).toEqual([])
  const after = new Set(reads.map(({ status }) => status))
  expect([...after].filter((status) => ![0, 200, 503].includes(status))).toEqual([])
  expect(backend.logged({ kind: 'failure' })).toEqual([])
})

test('a slow write is finished, a stream of events is ended, new connections are refused', async () => {
  await using backend = await start()
  const created = await attemptCreate(backend, { title: 'slow', body: 'before' })
  const events = await fetch(`${backend.url}/v1/notes/events`)
  expect(events.status).toBe(200)
  const stream = events.text()
  const locking = await lockRow(String(created.id))
  const patch = change(backend, String(created.id))
  await vi.waitUntil(async () => (await waiting()) === 1, SOON)
  const exit = backend.stop('SIGTERM')
  await vi.waitUntil(() => backend.logged({ state: 'draining' }).length === 1, SOON)
  expect(await stream).toMatch(/^retry: /)
  await vi.waitUntil(async () => (await statusOf(`${backend.url}/v1/notes`)) === 0, SOON)
  await locking.release()
  expect(await patch).toBe(200)
  expect(await exit).toBe(0)
})

test('who reads too slowly is cut off when the time is over', async () => {
  await using backend = await start()
  await ask(
    postgres.directUrl,
    sql`insert into notes (id, owner_id, title, body)
      select gen_random_uuid(), ${USER_ID}::uuid, 'many', repeat('x', 10000) from generate_series(1, 4000)`,
  )
  const response = await fetch(`${backend.url}/v1/notes`, {
    headers: { accept: 'application/x-ndjson' },
  })
  expect(response.status).toBe(200)
  const stoppedAt = performance.now()
  const exitCode = await backend.stop('SIGTERM')
  expect(exitCode).toBe(0)
  expect(performance.now() - stoppedAt).toBeLessThan(DRAIN_MS + SLACK_MS)
  await expect(response.text()).rejects.toThrow()
})

/** Holds the row as another program would. */
async function lockRow(id: string): Promise<{ release(): Promise<void> }> {
  const database = await openPostgres({ url: postgres.directUrl, sharedConnections: 1 })
  const held = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const holding = database.transaction(async (transaction) => {
    await transaction.query(compile(sql`select 1 from notes where id = ${id}::uuid for update`))
    locked.resolve()
    await held.promise
  })
  await locked.promise
  return {
    release: async () => {
      held.resolve()
      await holding
      await database.close()
    },
  }
}

async function change({ url, token }: Backend, id: string): Promise<number> {
  const response = await fetch(`${url}/v1/notes/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/merge-patch+json',
    },
    body: '{"body":"after"}',
  })
  return response.status
}

/** Statements that wait for the lock. */
async function waiting(): Promise<number> {
  const rows = await ask(
    postgres.directUrl,
    sql`select count(*) from pg_stat_activity where wait_event_type = 'Lock'`,
  )
  return Number(rows[0]?.[0])
}
