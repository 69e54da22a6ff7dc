import { expect, test } from 'vitest'
import { compile as compileBlueprint } from '../../src/compile/compile.ts'
import { schemaSql } from '../../src/compile/emit/sql/schema-sql.ts'
import { compile, sql } from '../../src/sql/sql.ts'
import { freshDatabase } from '../database.ts'
import { CASES } from './cases.ts'

/** The tests bring their own transaction. */
function scriptOf(name: string): string {
  const blueprint = CASES.find((one) => one.name === name)?.blueprint
  const checked = blueprint === undefined ? undefined : compileBlueprint(blueprint)
  if (checked?.ok !== true) throw new Error(`${name} does not compile`)
  return schemaSql(checked.value).replace(/^(begin|commit);$/gm, '')
}

test.each(CASES)('$name: PostgreSQL takes the schema', async ({ name }) => {
  const { database, close } = await freshDatabase()
  await database.transaction((transaction) => transaction.execute(scriptOf(name)))
  const { rows } = await database.query(
    compile(sql`select count(*) from pg_policies where schemaname = 'public'`),
  )
  expect(Number(rows[0]?.[0])).toBeGreaterThan(0)
  await close()
})

test('a rule that looks up the row of the actor in its own table does not ask itself for ever', async () => {
  const { database, close } = await freshDatabase()
  const [ours, theirs] = [
    '018f3c1e-0000-7000-8000-000000000001',
    '018f3c1e-0000-7000-8000-000000000002',
  ]
  const ids = await database.transaction(async (transaction) => {
    await transaction.execute(scriptOf('catalogue'))
    await transaction.execute(`
      insert into organisations (id, name) values ('${ours}', 'ours'), ('${theirs}', 'theirs');
      insert into members (id, organisation_id, email) values
        ('${ours}', '${ours}', 'a@example.com'), ('${theirs}', '${theirs}', 'b@example.com');
      set local role architect_app`)
    await transaction.query(compile(sql`select set_config('app.actor', ${ours}, true)`))
    return (await transaction.query(compile(sql`select id from members`))).rows
  })
  expect(ids).toEqual([[ours]])
  await close()
})
