import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import type { Ddl, DdlStatement } from '../../sql/ddl.ts'
import { compile, sql } from '../../sql/sql.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Finding } from '../../std/finding.ts'
import { type ApplyMode, applySchema } from './apply.ts'

/** A design's DDL, small enough to be read: one table, further statements as a test wants them. */
function ddlOf(columns: readonly string[], further: readonly DdlStatement[] = []): Ddl {
  const table = {
    kind: 'table',
    table: 'notes',
    name: 'notes',
    sql: `create table notes (id uuid primary key, ${columns.join(', ')})`,
  } as const
  return {
    system:
      'create schema if not exists architect; create table if not exists architect.meta (key text primary key, value text not null)',
    create: [table, ...further],
    columns: columns.map((column) => ({
      kind: 'column',
      table: 'notes',
      name: column.split(' ')[0] ?? '',
      sql: `alter table notes add column ${column}`,
    })),
    comments: "comment on table notes is '[architect r_1]'",
    wall: '',
  }
}

const INDEX: DdlStatement = {
  kind: 'index',
  table: 'notes',
  name: 'notes_title',
  sql: 'create index notes_title on notes (title)',
}
const SHORT: DdlStatement = {
  kind: 'constraint',
  table: 'notes',
  name: 'notes_short',
  sql: 'alter table notes add constraint notes_short check (char_length(title) < 9)',
}

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.close())

const apply = async (ddl: Ddl, mode: ApplyMode = 'add'): Promise<readonly string[]> =>
  (await applySchema(fresh.database, ddl, mode)).made
const refusal = async (ddl: Ddl, mode: ApplyMode = 'add'): Promise<string[]> => {
  const error: unknown = await applySchema(fresh.database, ddl, mode).catch(
    (refused: unknown) => refused,
  )
  if (!(error instanceof ArchitectError)) throw new Error('it was not refused')
  expect(error.code).toBe('ARC402')
  const findings = error.detail['findings'] as readonly Finding[] // put there by applySchema
  return findings.map((finding) => finding.message)
}

test('an empty database gets everything, and a second time nothing', async () => {
  const ddl = ddlOf(['title text not null'], [SHORT, INDEX])
  expect(await apply(ddl, 'create')).toEqual([
    'table notes',
    'constraint notes_short',
    'index notes_title',
  ])
  expect(await apply(ddl, 'create')).toEqual([])
})

test('a nullable column, one with a default and an index are added to rows that are there', async () => {
  await apply(ddlOf(['title text']))
  await fresh.database.query(
    compile(sql`insert into notes (id, title) values (gen_random_uuid(), ${'kept'})`),
  )
  const wider = ddlOf(['title text', 'body text', 'stars integer not null default 3'], [INDEX])
  expect(await apply(wider)).toEqual(['column body', 'column stars', 'index notes_title'])
  const { rows } = await fresh.database.query(compile(sql`select title, body, stars from notes`))
  expect(rows).toEqual([['kept', null, '3']])
})

test.each([
  {
    name: 'a required column',
    live: ['title text'],
    wanted: ['title text', 'body text not null'],
    says: 'column missing: notes.body',
  },
  {
    name: 'another type',
    live: ['title text'],
    wanted: ['title integer'],
    says: 'column differs: notes.title: the blueprint wants integer null, the database has text null',
  },
  {
    name: 'a column that went away',
    live: ['title text', 'body text'],
    wanted: ['title text'],
    says: 'column not in the blueprint: notes.body',
  },
])('$name is refused and nothing is changed', async ({ live, wanted, says }) => {
  await apply(ddlOf(live))
  expect(await refusal(ddlOf(wanted, [INDEX]))).toEqual([says])
  const { rows } = await fresh.database.query(
    compile(sql`select count(*) from pg_class where relname = 'notes_title'`),
  )
  expect(rows).toEqual([['0']])
})

test('a constraint on rows that are there is refused, and so is an index of the same name with another definition', async () => {
  await apply(ddlOf(['title text', 'body text'], [INDEX]))
  const other = { ...INDEX, sql: 'create index notes_title on notes (body)' }
  expect(await refusal(ddlOf(['title text', 'body text'], [SHORT, other]))).toEqual([
    'constraint missing: notes.notes_short',
    'index differs: notes.notes_title: the blueprint wants CREATE INDEX notes_title ON notes USING btree (body), the database has CREATE INDEX notes_title ON notes USING btree (title)',
  ])
})

test('a change by hand is noticed although the blueprint is the same', async () => {
  const ddl = ddlOf(['title text not null'])
  await apply(ddl)
  await fresh.database.transaction((transaction) =>
    transaction.execute('alter table notes alter title drop not null'),
  )
  expect(await refusal(ddl)).toHaveLength(1)
})

test('`create` refuses to add to tables that are there, and `none` to do anything', async () => {
  expect(await refusal(ddlOf(['title text']), 'none')).toEqual(['table missing: notes'])
  await apply(ddlOf(['title text']))
  expect(await refusal(ddlOf(['title text', 'body text']), 'create')).toEqual([
    'column missing: notes.body',
  ])
})

test('tables of somebody else are left alone', async () => {
  await fresh.database.transaction((transaction) =>
    transaction.execute('create table theirs (n int)'),
  )
  expect(await apply(ddlOf(['title text']))).toEqual(['table notes'])
  const { rows } = await fresh.database.query(compile(sql`select count(*) from theirs`))
  expect(rows).toEqual([['0']])
})

test('two that start at once make the schema once', async () => {
  const ddl = ddlOf(['title text'], [INDEX])
  const made = await Promise.all([apply(ddl), apply(ddl), apply(ddl)])
  expect(made.filter((list) => list.length > 0)).toHaveLength(1)
})
