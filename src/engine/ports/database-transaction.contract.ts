import { describe, expect, test } from 'vitest'
import { compile, sql } from '../../sql/sql.ts'
import type { Reach } from './database.contract.ts'

const insert = (id: number) => compile(sql`insert into author values (${id}, 'Tom')`)

/** What transactions and streams promise. */
export function transactionContract({ run, subject }: Reach): void {
  const names = async (id: number) =>
    (await run(sql`select name from author where id = ${id}`)).rows

  describe('transactions', () => {
    test('are seen by nobody before they commit, and by everybody after', async () => {
      await subject().database.transaction(async (transaction) => {
        await transaction.query(insert(21))
        expect(await names(21)).toEqual([])
      })
      expect(await names(21)).toEqual([['Tom']])
    })

    test('leave nothing behind when their work fails', async () => {
      const work = subject().database.transaction(async (transaction) => {
        await transaction.query(insert(22))
        throw new Error('changed my mind')
      })
      await expect(work).rejects.toThrow('changed my mind')
      expect(await names(22)).toEqual([])
    })

    test('do not pretend to commit after a swallowed error', async () => {
      const work = subject().database.transaction(async (transaction) => {
        await transaction.query(insert(23))
        await transaction.query(insert(1)).catch(() => undefined)
      })
      await expect(work).rejects.toMatchObject({ kind: 'refused', sqlState: '25P02' })
      expect(await names(23)).toEqual([])
    })

    test('run scripts of several statements', async () => {
      const count = await subject().database.transaction(async (transaction) => {
        await transaction.execute('create temp table a (n int); insert into a values (1), (2)')
        return (await transaction.query(compile(sql`select count(*) from a`))).rows
      })
      expect(count).toEqual([['2']])
    })

    test('that only read cannot write', async () => {
      const work = subject().database.transaction((t) => t.query(insert(24)), { readOnly: true })
      await expect(work).rejects.toMatchObject({ kind: 'refused', sqlState: '25006' })
    })

    test.each(['read committed', 'repeatable read', 'serializable'] as const)(
      'run at %s when asked',
      async (isolation) => {
        const level = await subject().database.transaction(
          (t) => t.query(compile(sql`show transaction_isolation`)),
          { isolation },
        )
        expect(level.rows).toEqual([[isolation]])
      },
    )

    test('end at their statement timeout, which ends with them', async () => {
      const work = subject().database.transaction(
        (t) => t.query(compile(sql`select pg_sleep(10)`)),
        { timeoutMs: 50 },
      )
      await expect(work).rejects.toMatchObject({ kind: 'timeout', sqlState: '57014' })
      const after = await subject().database.transaction((t) =>
        t.query(compile(sql`show statement_timeout`)),
      )
      expect(after.rows).toEqual([['5s']])
    })

    test('do not wait for a lock beyond their limit', async () => {
      const { database } = subject()
      const update = compile(sql`update author set name = name where id = 1`)
      await database.transaction(async (holder) => {
        await holder.query(update)
        const waiter = database.transaction((t) => t.query(update), { lockTimeoutMs: 20 })
        await expect(waiter).rejects.toMatchObject({ kind: 'timeout', sqlState: '55P03' })
      })
    })

    test('more than the pool holds wait for their turn', async () => {
      const work = Array.from({ length: 25 }, () =>
        subject().database.transaction((t) => t.query(compile(sql`select 1`))),
      )
      expect((await Promise.all(work)).length).toBe(25)
    })
  })

  describe('streams', () => {
    test('bring all rows in order, in batches', async () => {
      const sizes: number[] = []
      const seen: (string | null | undefined)[] = []
      const query = compile(sql`select n from generate_series(1, ${25}::int) n`)
      for await (const batch of subject().database.stream(query, { batchSize: 10 })) {
        sizes.push(batch.length)
        seen.push(...batch.map((row) => row[0]))
      }
      expect(sizes).toEqual([10, 10, 5])
      expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => String(i + 1)))
    })

    test('that are left early give their connection back', async () => {
      const query = compile(sql`select n from generate_series(1, 10000) n`)
      for (let i = 0; i < 30; i++) {
        for await (const batch of subject().database.stream(query, { batchSize: 2 })) {
          expect(batch).toEqual([['1'], ['2']])
          break
        }
      }
    })

    test('of no rows bring no batch, and errors arrive at the reader', async () => {
      const read = async (query: Parameters<typeof compile>[0]) => {
        const batches: unknown[] = []
        for await (const batch of subject().database.stream(compile(query))) batches.push(batch)
        return batches
      }
      expect(await read(sql`select 1 where false`)).toEqual([])
      await expect(read(sql`select 1 / 0`)).rejects.toMatchObject({ sqlState: '22012' })
    })

    test('end when their signal says so', async () => {
      const abort = new AbortController()
      const query = compile(sql`select pg_sleep(5)`)
      const read = async () => {
        for await (const _ of subject().database.stream(query, { signal: abort.signal }));
      }
      const reading = read()
      abort.abort()
      await expect(reading).rejects.toMatchObject({ kind: 'cancelled' })
    })
  })
}
