import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { startBackend } from './backend.ts'
import { startLoad } from './load.ts'
import { addUser, storedNotes } from './postgres.ts'

const SOON = { timeout: 20_000, interval: 20 }

test('the embedded PostgreSQL is started again when it is killed', async () => {
  await using backend = await startBackend('embedded')
  const { databaseUrl } = readJson(join(backend.folder, '.architect', 'run.json'))
  await addUser(String(databaseUrl))
  const load = startLoad(backend)
  await vi.waitUntil(() => load.acknowledged.size > 50, SOON)
  const file = join(backend.folder, '.architect', 'data', 'cluster', 'postmaster.pid')
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL')
  await vi.waitUntil(() => backend.logged({ kind: 'database', state: 'down' }).length > 0, SOON)
  await vi.waitUntil(async () => (await backend.ready()).status === 200, SOON)
  const before = load.acknowledged.size
  await vi.waitUntil(() => load.acknowledged.size > before + 20, SOON)
  await load.finish()
  const stored = await storedNotes(String(databaseUrl))
  for (const [title, id] of load.acknowledged) expect(stored.get(title)).toBe(id)
  expect(await backend.stop('SIGTERM')).toBe(0)
})

function readJson(path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path, 'utf8'))
}
