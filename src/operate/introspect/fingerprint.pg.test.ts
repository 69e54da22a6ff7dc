import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabaseOn, type TestDatabase } from '../../../test/database.ts'
import { onEveryServer } from '../../../test/servers.ts'
import { CHANGES, NON_CHANGES, ZOO } from '../../../test/zoo.ts'
import { fingerprint } from './fingerprint.ts'
import { introspect, readSchema } from './introspect.ts'

class Undo extends Error {}

await onEveryServer((server) => {
  let zoo: TestDatabase
  beforeAll(async () => {
    zoo = await freshDatabaseOn(server)
    await zoo.database.transaction((transaction) => transaction.execute(ZOO))
  })
  afterAll(() => zoo.close())

  const print = async (): Promise<string> => fingerprint(await introspect(zoo.database))
  /** Does something, looks, and takes it back. */
  const tried = async (ddl: string, options = {}): Promise<string> => {
    let seen = ''
    const trial = zoo.database.transaction(async (transaction) => {
      await transaction.execute(ddl)
      seen = fingerprint(await readSchema(transaction), options)
      throw new Undo()
    })
    await expect(trial).rejects.toThrow(Undo)
    return seen
  }

  const seen = new Map<string, string>()
  test.each(CHANGES)('%s changes the fingerprint, as no other change does', async (name, ddl) => {
    if (seen.size === 0) seen.set(await print(), 'no change at all')
    const after = await tried(ddl)
    expect(seen.get(after)).toBeUndefined()
    seen.set(after, name)
  })

  test.each(NON_CHANGES)('%s leaves the fingerprint as it is', async (_name, statement) => {
    const before = await print()
    for (const text of statement.split('; ')) {
      await zoo.database.query({ text, values: [] }, { lane: 'long', timeoutMs: 20_000 })
    }
    expect(await print()).toBe(before)
  })

  test('of ours alone, a change of what others made is none, and a change of what is ours is one', async () => {
    const ours = { ours: true }
    const before = fingerprint(await introspect(zoo.database), ours)
    const after = (ddl: string): Promise<string> => tried(ddl, ours)
    expect(await after('alter table zoo.keepers add theirs integer')).toBe(before)
    expect(await after('create table zoo.theirs (n integer)')).toBe(before)
    expect(
      await after(
        'drop extension pg_trgm cascade; create extension pg_trgm with schema zoo; create index animals_like on zoo.animals using gin (notes zoo.gin_trgm_ops)',
      ),
    ).toBe(before)
    expect(await after('alter table zoo.animals add by_hand integer')).not.toBe(before)
    expect(await after('alter sequence zoo.animals_id_seq cache 7')).not.toBe(before)
  })
})
