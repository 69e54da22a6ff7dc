import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { sql } from '../../src/sql/sql.ts'
import { type Backend, newFolder, startBackend, USER_ID } from './backend.ts'
import { addUser, ask, type Postgres, startPostgres } from './postgres.ts'

const SOON = { timeout: 15_000, interval: 20 }
const ROWS = 300_000
/** Of all rows as the client gets them: many times what the server may keep. */
const LEAST_BYTES = 70_000_000
const GROWTH_MIB = 60
const IDLE_MIB = 120
const STREAMS = 300
const STREAMS_PER_ACTOR = 10

let postgres: Postgres
let backend: Backend

beforeAll(async () => {
  postgres = await startPostgres({ settings: { fsync: 'off' } })
  // The first start of a project compiles; what it compiled is kept.
  const folder = newFolder()
  const first = await startBackend(postgres.url, {}, folder)
  await first.stop('SIGTERM')
  backend = await startBackend(postgres.url, {}, folder)
  await addUser(postgres.directUrl)
})

afterAll(async () => {
  await backend[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
})

const isLinux = process.platform === 'linux'

test.runIf(isLinux)('at rest the server takes less than 120 MiB', async () => {
  expect((await fetch(`${backend.url}/v1/notes`)).status).toBe(200)
  expect(backend.residentMib()).toBeLessThan(IDLE_MIB)
})

test.runIf(isLinux)('300,000 rows for a slow reader are never in memory at once', async () => {
  await addNotes(20_000)
  await readAll(await openLines(), () => undefined)
  await addNotes(ROWS - 20_000)
  const before = backend.residentMib()
  let most = before
  const measure = (): void => {
    most = Math.max(most, backend.residentMib())
  }
  const response = await openLines()
  await vi.waitUntil(async () => (await idleCursors()) === 1, SOON)
  measure()
  const { lines, bytes } = await readAll(response, measure)
  expect(lines).toBe(ROWS)
  expect(bytes).toBeGreaterThan(LEAST_BYTES)
  expect(most - before).toBeLessThan(GROWTH_MIB)
})

test.runIf(isLinux)('300 open streams of events take little', async () => {
  const before = backend.residentMib()
  const end = new AbortController()
  const open = async (i: number): Promise<void> => {
    const actor = `01900000-0000-7000-8000-${String(Math.floor(i / STREAMS_PER_ACTOR)).padStart(12, '0')}`
    const response = await fetch(`${backend.url}/v1/notes/events`, {
      signal: end.signal,
      headers: { authorization: `Bearer ${await backend.tokenFor(actor)}` },
    })
    expect(response.status).toBe(200)
  }
  await Promise.all(Array.from({ length: STREAMS }, (_, i) => open(i)))
  const grown = backend.residentMib() - before
  end.abort()
  expect(grown).toBeLessThan(GROWTH_MIB)
  await vi.waitUntil(() => backend.logged({ kind: 'subscribers' }).at(-1)?.['count'] === 0, SOON)
})

function openLines(): Promise<Response> {
  return fetch(`${backend.url}/v1/notes`, { headers: { accept: 'application/x-ndjson' } })
}

interface Received {
  readonly lines: number
  readonly bytes: number
}

/** Lets others have their turn after every part, and looks at the server after every hundredth. */
async function readAll(response: Response, look: () => void): Promise<Received> {
  let lines = 0
  let bytes = 0
  let parts = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    for (const byte of part) if (byte === 10) lines += 1
    parts += 1
    if (parts % 100 === 0) look()
    await turn()
  }
  return { lines, bytes }
}

/** Streams that wait for their reader: nobody asks PostgreSQL for the next rows. */
async function idleCursors(): Promise<number> {
  const rows = await ask(
    postgres.directUrl,
    sql`select count(*) from pg_stat_activity where state = 'idle in transaction'
      and state_change < clock_timestamp() - interval '200 milliseconds'`,
  )
  return Number(rows[0]?.[0])
}

async function addNotes(count: number): Promise<void> {
  await ask(
    postgres.directUrl,
    sql`insert into notes (id, owner_id, title, body)
      select gen_random_uuid(), ${USER_ID}::uuid, 'note ' || n, repeat('x', 20)
      from generate_series(1, ${count}::int) n`,
  )
}
