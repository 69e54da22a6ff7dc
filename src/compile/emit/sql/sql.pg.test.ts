import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts'
import { sharing } from '../../../../test/sharing-model.ts'
import type { Database } from '../../../engine/ports/database.ts'
import { compile, type Sql, sql } from '../../../sql/sql.ts'
import { derive } from '../../derive/derive.ts'
import { schemaDdl } from './ddl.ts'
import { schemaSql } from './schema-sql.ts'

const design = derive(sharing, {})

const ADA = '018f3c1e-0000-7000-8000-00000000000a'
const BOB = '018f3c1e-0000-7000-8000-00000000000b'
const EVE = '018f3c1e-0000-7000-8000-00000000000e'
const id = (last: number) => `018f3c1e-0000-7000-8000-0000000001${String(last).padStart(2, '0')}`

const SEED = `
insert into users (id, handle, display_name, email) values
  ('${ADA}', 'ada', 'Ada', 'ada@example.com'), ('${BOB}', 'bob', 'Bob', 'bob@example.com'), ('${EVE}', 'eve', 'Eve', 'eve@example.com');
insert into follows (id, follower_id, followee_id) values ('${id(1)}', '${BOB}', '${ADA}');
insert into shares (id, owner_id, url, title, visibility) values
  ('${id(11)}', '${ADA}', 'https://example.com/1', 'for all', 'public'),
  ('${id(12)}', '${ADA}', 'https://example.com/2', 'for followers', 'followers'),
  ('${id(13)}', '${ADA}', 'https://example.com/3', 'for nobody', 'private');
insert into likes (id, share_id, user_id) values ('${id(21)}', '${id(12)}', '${BOB}');
`

/** Everything that a schema consists of, as PostgreSQL describes it. */
const CATALOG = sql`
  select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
    || coalesce(column_default, '') || coalesce(generation_expression, '') as fact
  from information_schema.columns where table_schema = 'public'
  union all
  select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  from pg_constraint where connamespace = 'public'::regnamespace
  union all
  select indexdef from pg_indexes where schemaname = 'public'
  union all
  select 'policy ' || tablename || ' ' || policyname || coalesce(qual, '') || coalesce(with_check, '')
  from pg_policies where schemaname = 'public'
  union all
  select 'comment ' || objoid::regclass || ' ' || objsubid || ' ' || description
  from pg_description where classoid = 'pg_class'::regclass and objoid in
    (select oid from pg_class where relnamespace = 'public'::regnamespace)
  order by 1`

const factsOf = async (database: Database): Promise<readonly string[]> =>
  (await database.query(compile(CATALOG))).rows.map(([fact]) => String(fact))

const opened: TestDatabase[] = []
async function emptyDatabase(): Promise<Database> {
  const fresh = await freshDatabase()
  opened.push(fresh)
  return fresh.database
}
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()))
})

const run = (database: Database, script: string): Promise<void> =>
  database.transaction((transaction) => transaction.execute(script))

describe('the schema', () => {
  const { system, create, columns, comments, wall } = schemaDdl(design)
  const wholeDdl = [system, ...create.map((statement) => statement.sql), comments, wall]

  test('comes out the same from the script and from the single statements', async () => {
    const [scripted, stepwise] = await Promise.all([emptyDatabase(), emptyDatabase()])
    await run(scripted, schemaSql(design).replace(/^(begin|commit);$/gm, ''))
    await run(stepwise, wholeDdl.join('\n'))
    const facts = await factsOf(scripted)
    expect(facts.length).toBeGreaterThan(100)
    expect(await factsOf(stepwise)).toEqual(facts)
  })

  test('what may run again changes nothing the second time', async () => {
    const database = await emptyDatabase()
    await run(database, wholeDdl.join('\n'))
    const facts = await factsOf(database)
    await run(database, [system, comments, wall].join('\n'))
    expect(await factsOf(database)).toEqual(facts)
  })

  test('a column can be added by itself, with what belongs to it', async () => {
    const database = await emptyDatabase()
    await run(database, wholeDdl.join('\n'))
    const facts = await factsOf(database)
    await run(
      database,
      'alter table shares drop column search, drop column published_at, drop column note cascade',
    )
    const about = (name: string) =>
      name.includes('note') || name.includes('published') || name.includes('search')
    const missing = [
      ...columns.filter(({ table, name }) => table === 'shares' && about(name)),
      ...create.filter(
        ({ table, kind, name }) => table === 'shares' && kind !== 'table' && about(name),
      ),
    ]
    await run(database, [...missing.map((statement) => statement.sql), comments, wall].join('\n'))
    const shape = (fact: string) => fact.replace(/^(comment \w+) \d+/, '$1')
    expect((await factsOf(database)).map(shape).sort()).toEqual(facts.map(shape).sort())
  })
})

describe('the second wall', () => {
  let database: Database
  beforeAll(async () => {
    database = await emptyDatabase()
    await run(database, schemaSql(design).replace(/^(begin|commit);$/gm, ''))
    await run(database, SEED)
  })

  const as = (actor: string, roles: string, query: Sql): Promise<readonly string[]> =>
    database.transaction(async (transaction) => {
      await transaction.query(
        compile(
          sql`select set_config('app.actor', ${actor}, true), set_config('app.roles', ${roles}, true)`,
        ),
      )
      await transaction.execute('set local role architect_app')
      const { rows, count } = await transaction.query(compile(query))
      return rows.length > 0 ? rows.map(([cell]) => String(cell)) : [String(count)]
    })

  const titles = sql`select title from shares order by id`

  test.each([
    { who: 'nobody', actor: '', roles: '', sees: ['for all'] },
    { who: 'a stranger', actor: EVE, roles: 'member', sees: ['for all'] },
    { who: 'a follower', actor: BOB, roles: 'member', sees: ['for all', 'for followers'] },
    {
      who: 'the owner',
      actor: ADA,
      roles: 'member',
      sees: ['for all', 'for followers', 'for nobody'],
    },
    {
      who: 'a moderator',
      actor: EVE,
      roles: 'member,moderator',
      sees: ['for all', 'for followers', 'for nobody'],
    },
  ])('$who sees $sees', async ({ actor, roles, sees }) => {
    expect(await as(actor, roles, titles)).toEqual(sees)
  })

  test('the owner of the tables, as who the server connects, is not walled', async () => {
    expect((await database.query(compile(titles))).rows).toHaveLength(3)
  })

  test('a rule that follows a reference sees what the server sees', async () => {
    const likes = sql`select count(*) from likes`
    expect(await as(BOB, 'member', likes)).toEqual(['1'])
    expect(await as(EVE, 'member', likes)).toEqual(['0'])
  })

  test('nobody writes the row of another', async () => {
    const rename = sql`update shares set title = 'mine' where id = ${id(11)}`
    expect(await as(EVE, 'member', rename)).toEqual(['0'])
    expect(await as(ADA, 'member', rename)).toEqual(['1'])
  })

  test('nobody writes in the name of another', async () => {
    const insert = (owner: string) =>
      sql`insert into shares (id, owner_id, url, title) values (${id(30)}, ${owner}, 'https://example.com', 'x')`
    await expect(as(EVE, 'member', insert(ADA))).rejects.toMatchObject({ sqlState: '42501' })
    expect(await as(EVE, 'member', insert(EVE))).toEqual(['1'])
  })

  test.each([
    ['a field that not everybody may read', sql`select email from users`],
    ['a field that only the server writes', sql`update users set role = 'admin'`],
    [
      'an operation without a rule',
      sql`insert into users (id, handle, display_name, email) values (${EVE}, 'x', 'x', 'x')`,
    ],
    ['what the product keeps for itself', sql`select * from architect.idempotency`],
  ])('%s is out of reach', async (_, query) => {
    await expect(as(ADA, 'admin', query)).rejects.toMatchObject({ sqlState: '42501' })
  })
})
