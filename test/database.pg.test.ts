import { expect, test } from 'vitest'
import { compile, sql } from '../src/sql/sql.ts'
import { freshDatabase, type Template } from './database.ts'

let builds = 0
const template: Template = {
  key: 'two rows',
  build: async (database) => {
    builds += 1
    await database.transaction((transaction) =>
      transaction.execute('create table row (n int); insert into row values (1), (2)'),
    )
  },
}

const COUNT = compile(sql`select count(*) from row`)

test('clones of a template are built once and do not see each other', async () => {
  const [one, other] = await Promise.all([freshDatabase(template), freshDatabase(template)])
  await one.database.query(compile(sql`insert into row values (${3})`))
  expect((await one.database.query(COUNT)).rows).toEqual([['3']])
  expect((await other.database.query(COUNT)).rows).toEqual([['2']])
  expect(builds).toBeLessThanOrEqual(1)
  await Promise.all([one.close(), other.close()])
})

test('without a template the database is empty, and closing drops it', async () => {
  const fresh = await freshDatabase()
  await expect(fresh.database.query(COUNT)).rejects.toMatchObject({ sqlState: '42P01' })
  await fresh.close()
  const other = await freshDatabase()
  const name = new URL(fresh.url).pathname.slice(1)
  const { rows } = await other.database.query(
    compile(sql`select 1 from pg_database where datname = ${name}`),
  )
  expect(rows).toEqual([])
  await other.close()
})
