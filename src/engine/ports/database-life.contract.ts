import { describe, expect, test, vi } from 'vitest'
import { compile, sql } from '../../sql/sql.ts'
import type { Reach } from './database.contract.ts'
import type { Database } from './database.ts'

/** How long anything that must happen by itself may take. */
const DEADLINE = { timeout: 8000, interval: 10 }

const LONG = { lane: 'long' } as const

/** What happens when statements take long, callers give up, and connections die. */
export function lifeContract(reach: Reach): void {
  limits(reach)
  notifications(reach)
  outages(reach)
}

function limits({ run, subject }: Reach): void {
  const sleeping = async (mark: string) => {
    const { rows } = await run(
      sql`select 1 from pg_stat_activity where state = 'active' and query like ${`%${mark}%`}
            and pid <> pg_backend_pid()`,
    )
    return rows.length
  }

  describe('limits', () => {
    test.each([
      { lane: 'short', timeoutMs: 50 },
      { lane: 'long', timeoutMs: 50 },
    ] as const)('a statement ends at its timeout: %o', async (options) => {
      const { database } = subject()
      const statement = database.query(compile(sql`select pg_sleep(10)`), options)
      await expect(statement).rejects.toMatchObject({ kind: 'timeout', sqlState: '57014' })
      const next = await database.query(compile(sql`show statement_timeout`), LONG)
      expect(next.rows).toEqual([['5s']])
    })

    test.each(['short', 'long'] as const)('giving up cancels on the server: %s', async (lane) => {
      const mark = `give-up-${lane}`
      const abort = new AbortController()
      const text = `select pg_sleep(4), '${mark}'`
      const statement = subject().database.query(
        { text, values: [] },
        { signal: abort.signal, lane },
      )
      await vi.waitUntil(async () => (await sleeping(mark)) === 1, DEADLINE)
      abort.abort()
      await expect(statement).rejects.toMatchObject({ kind: 'cancelled' })
      await vi.waitUntil(async () => (await sleeping(mark)) === 0, { timeout: 2000, interval: 10 })
    })

    test('a statement given up before it started is not sent', async () => {
      const statement = subject().database.query(compile(sql`select 1`), {
        signal: AbortSignal.abort(),
      })
      await expect(statement).rejects.toMatchObject({ kind: 'cancelled', sent: false })
    })

    test('neighbours of a cancelled statement are answered', async () => {
      const { database } = subject()
      const abort = new AbortController()
      const slow = Array.from({ length: 8 }, () =>
        database.query(compile(sql`select pg_sleep(0.2)`), { signal: abort.signal }),
      )
      const neighbours = Array.from({ length: 40 }, (_, i) =>
        database.query(compile(sql`select ${i}::int`)),
      )
      abort.abort()
      for (const one of await Promise.allSettled(slow)) {
        expect(one).toMatchObject({ reason: { kind: 'cancelled' } })
      }
      const answers = await Promise.all(neighbours)
      expect(answers.map(({ rows }) => rows[0]?.[0])).toEqual(answers.map((_, i) => String(i)))
    })
  })
}

function notifications({ run, subject }: Reach): void {
  const listener = (mark: string) =>
    sql`select pid from pg_stat_activity where query = ${`listen "${mark}"`} and datname = current_database()`

  describe('notifications', () => {
    test('arrive for their channel only, and not after closing', async () => {
      const heard: string[] = []
      const listening = await subject().database.listen('news', (text) => heard.push(text), vi.fn())
      await run(sql`select pg_notify('other', 'no'), pg_notify('news', 'yes')`)
      await vi.waitUntil(() => heard.length > 0, DEADLINE)
      await listening.close()
      await run(sql`select pg_notify('news', 'late')`)
      expect(heard).toEqual(['yes'])
    })

    test('go on after a lost connection, and the gap is said', async () => {
      const heard: string[] = []
      const onGap = vi.fn()
      const { database } = subject()
      const listening = await database.listen('Lost "news"', (text) => heard.push(text), onGap)
      await run(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen "Lost%'
              and datname = current_database()`,
      )
      await vi.waitUntil(() => onGap.mock.calls.length === 1, DEADLINE)
      await run(sql`select pg_notify('Lost "news"', 'again')`)
      await vi.waitUntil(() => heard.length > 0, DEADLINE)
      expect(heard).toEqual(['again'])
      await listening.close()
      await vi.waitUntil(
        async () => (await run(listener('Lost ""news""'))).rows.length === 0,
        DEADLINE,
      )
    })
  })
}

function outages({ run, subject }: Reach): void {
  const terminateOthers = sql`select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`

  const recovered = async (database: Database) => {
    await vi.waitUntil(
      async () =>
        await database.query(compile(sql`select 1`)).then(
          () => true,
          () => false,
        ),
      DEADLINE,
    )
    expect(database.health()).toEqual({ state: 'up' })
  }

  describe('outages', () => {
    test('a connection that dies fails what it carried, and comes back by itself', async () => {
      const database = await subject().another()
      const lanes = (['short', 'long'] as const).map((lane) =>
        database.query(compile(sql`select pg_sleep(5), 'dying'`), { lane }),
      )
      const outcomes = Promise.allSettled(lanes)
      const dying = sql`select 1 from pg_stat_activity where query like '%dying%' and state = 'active'
        and pid <> pg_backend_pid()`
      await vi.waitUntil(async () => (await run(dying)).rows.length === 2, DEADLINE)
      await subject().database.transaction((t) => t.query(compile(terminateOthers)))
      for (const outcome of await outcomes) {
        expect(outcome).toMatchObject({ reason: { kind: 'unavailable', sent: true } })
      }
      await recovered(database)
      await recovered(subject().database)
      await database.close()
    })

    test('while the database lets nobody in, health says so and statements fail at once', async () => {
      const database = await subject().another()
      const letIn = await subject().shutOut()
      await vi.waitUntil(() => database.health().state === 'down', DEADLINE)
      const attempts = [
        database.query(compile(sql`select 1`)),
        database.query(compile(sql`select 1`), LONG),
        database.transaction((t) => t.query(compile(sql`select 1`))),
      ]
      for (const attempt of await Promise.allSettled(attempts)) {
        expect(attempt).toMatchObject({ reason: { kind: 'unavailable', sent: false } })
      }
      await letIn()
      await recovered(database)
      await recovered(subject().database)
      await database.close()
    })

    test('closing waits for what runs, and refuses what comes after', async () => {
      const database = await subject().another()
      const running = [
        database.query(compile(sql`select pg_sleep(0.1), 'done'`)),
        database.query(compile(sql`select pg_sleep(0.1), 'done'`), LONG),
        database.transaction((t) => t.query(compile(sql`select pg_sleep(0.1), 'done'`))),
      ]
      const settled = Promise.all(running)
      const closing = database.close()
      await expect(database.query(compile(sql`select 1`))).rejects.toMatchObject({
        kind: 'unavailable',
        sent: false,
      })
      for (const { rows } of await settled) expect(rows[0]?.[1]).toBe('done')
      await closing
    })

    test('the version is the server’s', async () => {
      const { rows } = await run(sql`show server_version_num`)
      expect(String(await subject().database.version())).toBe(rows[0]?.[0])
    })
  })
}
