import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { literal, sql } from '../../src/sql/sql.ts'
import { type Backend, startBackend } from './backend.ts'
import { startLoad } from './load.ts'
import { addUser, ask, type Postgres, startPostgres, storedNotes } from './postgres.ts'
import { mountSmallDisk } from './small-disk.ts'

const SOON = { timeout: 20_000, interval: 20 }
/** Does not compress, so that it takes the place it says. */
const LARGE = randomBytes(9000).toString('base64')

test('tables on a full disk: writes have to wait, reads go on, and nothing is lost', async (context) => {
  using disk = mountSmallDisk(12)
  if (disk === undefined) return context.skip('this process may not mount a file system')
  await using postgres = await startPostgres()
  await placeTables(postgres, disk.folder)
  await using backend = await startBackend(postgres.url)
  await addUser(postgres.directUrl)

  const load = startLoad(backend, LARGE)
  await vi.waitUntil(() => load.acknowledged.size > 20, SOON)
  disk.fill()
  await vi.waitUntil(() => load.attempts.at(-1)?.status === 503, SOON)
  expect(load.attempts.at(-1)).toMatchObject({ status: 503, code: 'ARC501', retryAfter: '1' })
  expect(await statusOfRead(backend)).toBe(200)
  await vi.waitUntil(() => backend.output().includes('No space left on device'), SOON)
  disk.free()
  const before = load.acknowledged.size
  await vi.waitUntil(() => load.acknowledged.size > before + 20, SOON)
  await load.finish()
  expect(load.attempts.map(({ status }) => status)).not.toContain(500)
  await expectStored(load.acknowledged, postgres.directUrl)
})

test('the log of changes on a full disk: the database comes back when there is room', async (context) => {
  using disk = mountSmallDisk(160)
  if (disk === undefined) return context.skip('this process may not mount a file system')
  using roomy = temporaryFolder()
  await using postgres = await startPostgres({ dataDir: join(disk.folder, 'data') })
  await placeTables(postgres, roomy.folder)
  await using backend = await startBackend(postgres.url)
  await addUser(postgres.directUrl)

  const load = startLoad(backend, LARGE)
  await vi.waitUntil(() => load.acknowledged.size > 20, SOON)
  disk.fill()
  await vi.waitUntil(() => backend.logged({ kind: 'database', state: 'down' }).length > 0, SOON)
  expect(await backend.ready()).toEqual({ status: 503, reasons: ['database'] })
  await vi.waitUntil(() => backend.output().includes('No space left on device'), SOON)
  disk.free()
  await vi.waitUntil(async () => (await backend.ready()).status === 200, SOON)
  const before = load.acknowledged.size
  await vi.waitUntil(() => load.acknowledged.size > before + 20, SOON)
  await load.finish()
  expect(load.attempts.map(({ status }) => status)).not.toContain(500)
  await expectStored(load.acknowledged, postgres.directUrl)
})

/** Tables that are made from now on lie in `parent`, everything else of PostgreSQL stays where it is. */
async function placeTables({ dataDir, directUrl }: Postgres, parent: string): Promise<void> {
  const folder = join(parent, 'tables')
  mkdirSync(folder, { mode: 0o700 })
  const { uid, gid } = statSync(join(dataDir, 'cluster'))
  chownSync(folder, uid, gid)
  await ask(directUrl, sql`create tablespace apart location ${literal(folder)}`)
  await ask(directUrl, sql`alter database postgres set default_tablespace = apart`)
}

function temporaryFolder(): Disposable & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-tables-'))
  chmodSync(folder, 0o755)
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

async function statusOfRead({ url }: Backend): Promise<number> {
  const response = await fetch(`${url}/v1/notes?limit=1`)
  await response.text()
  return response.status
}

async function expectStored(rows: ReadonlyMap<string, string>, url: string): Promise<void> {
  const stored = await storedNotes(url)
  for (const [title, id] of rows) expect(stored.get(title)).toBe(id)
}
