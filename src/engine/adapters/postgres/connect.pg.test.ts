import { expect, inject, test } from 'vitest'
import { freshDatabase } from '../../../../test/database.ts'
import { compile, ident, sql } from '../../../sql/sql.ts'
import { openPostgres } from '../postgres.ts'

/** A port of this machine on which nothing listens: reserved by RFC 6335, and no database ever takes it. */
const DEAD = 'postgresql://ada:hunter2@127.0.0.1:1/shop'

const refusalOf = (url: string) =>
  openPostgres({ url }).then(
    () => undefined,
    (error: unknown) => error,
  )

test('nobody there: the refusal names host, port, database and user, and no password', async () => {
  const refusal = await refusalOf(DEAD)
  expect(refusal).toMatchObject({ code: 'ARC514' })
  expect(String(refusal)).toContain('127.0.0.1:1, database "shop", user "ada"')
  expect(JSON.stringify(refusal) + String(refusal)).not.toContain('hunter2')
})

test('an unknown database is named, with the remedy', async () => {
  const url = new URL(inject('postgresUrl'))
  url.pathname = '/nowhere'
  const refusal = await refusalOf(url.href)
  expect(refusal).toMatchObject({ code: 'ARC514', detail: { sqlState: '3D000' } })
  expect(String(refusal)).toContain('database "nowhere"')
})

test('an unknown user is refused', async () => {
  const url = new URL(inject('postgresUrl'))
  url.username = 'stranger'
  expect(await refusalOf(url.href)).toMatchObject({ code: 'ARC514', detail: { sqlState: '28000' } })
})

test.each(['http://', 'postgresql://[::1', 'postgresql://h:port/x'])(
  'an address that is none is refused as well: "%s"',
  async (url) => {
    expect(await refusalOf(url)).toMatchObject({ code: 'ARC514' })
  },
)

test('settings of the address are added to ours, and win', async () => {
  const fresh = await freshDatabase()
  const url = new URL(fresh.url)
  url.searchParams.set('options', '-c lock_timeout=1234 -c search_path=elsewhere')
  const database = await openPostgres({ url: url.href, sharedConnections: 1 })
  const settings = sql`select current_setting('lock_timeout'), current_setting('search_path'),
    current_setting('timezone'), current_setting('application_name')`
  expect((await database.query(compile(settings))).rows).toEqual([
    ['1234ms', 'elsewhere', 'UTC', 'backend-architect'],
  ])
  await database.close()
  await fresh.close()
})

test('settings of a role do not change what cells look like', async () => {
  const fresh = await freshDatabase()
  const name = new URL(fresh.url).pathname.slice(1)
  for (const setting of [
    "datestyle = 'German'",
    "timezone = 'Asia/Tokyo'",
    "bytea_output = 'escape'",
  ]) {
    await fresh.database.query({ text: `alter database ${name} set ${setting}`, values: [] })
  }
  const database = await openPostgres({ url: fresh.url, sharedConnections: 1 })
  const cells = sql`select '2026-01-02 00:00:00+00'::timestamptz, '\\x41'::bytea as ${ident('b')}`
  expect((await database.query(compile(cells))).rows).toEqual([['2026-01-02 00:00:00+00', '\\x41']])
  await database.close()
  await fresh.close()
})
