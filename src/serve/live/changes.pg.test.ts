import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { openPostgres } from '../../engine/adapters/postgres.ts'
import type { Database } from '../../engine/ports/database.ts'
import type { Announcement, Change } from './change.ts'
import { type Changes, openChanges } from './changes.ts'

let fresh: TestDatabase
let other: Database
let sent = 0

beforeAll(async () => {
  fresh = await freshDatabase()
  other = await openPostgres({ url: fresh.url })
})
afterAll(async () => {
  await other.close()
  await fresh.close()
})

/** An instance, and what it hears. */
async function instance(database: Database): Promise<{ changes: Changes; heard: Announcement[] }> {
  const heard: Announcement[] = []
  const counting: Pick<Database, 'query' | 'listen'> = {
    listen: (...args) => database.listen(...args),
    query: (...args) => {
      sent += 1
      return database.query(...args)
    },
  }
  const changes = await openChanges({ database: counting, observe: () => undefined })
  changes.subscribe((announcement) => void heard.push(announcement))
  return { changes, heard }
}

const rows = (heard: readonly Announcement[]): readonly Change[] =>
  heard.flatMap((each) => (each.kind === 'changes' ? each.changes : []))

function someChanges(count: number): readonly Change[] {
  return Array.from({ length: count }, (_, i) => ({
    resource: 'share',
    id: `0190d6f0-0000-7000-8000-${String(i).padStart(12, '0')}`,
    kind: 'created',
  }))
}

test('every instance hears what one announces, in few statements, and nothing twice', async () => {
  const [one, two] = [await instance(fresh.database), await instance(other)]
  sent = 0
  const all = someChanges(250)
  for (const change of all) one.changes.announce(change)
  await vi.waitFor(() => expect(rows(two.heard)).toHaveLength(250))
  await vi.waitFor(() => expect(rows(one.heard)).toHaveLength(250))
  expect(rows(two.heard)).toEqual(all)
  expect(sent).toBeLessThanOrEqual(6)
  await Promise.all([one.changes.close(), two.changes.close()])
})

test('what was announced just before the end is still told', async () => {
  const [one, two] = [await instance(fresh.database), await instance(other)]
  one.changes.announce({ resource: 'share', id: 'a', kind: 'deleted' })
  await one.changes.close()
  await vi.waitFor(() => expect(rows(two.heard)).toHaveLength(1))
  await two.changes.close()
})

test('while nothing is announced nothing is sent', async () => {
  const one = await instance(fresh.database)
  sent = 0
  await one.changes.close()
  expect(sent).toBe(0)
})
