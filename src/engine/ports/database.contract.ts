import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile, type Sql, sql } from '../../sql/sql.ts'
import type { Database, Rows } from './database.ts'
import { lifeContract } from './database-life.contract.ts'
import { transactionContract } from './database-transaction.contract.ts'

/** A database to try, and a second look at it that does not go through the adapter's own connections. */
export interface Subject {
  readonly database: Database
  /** Opens another `Database` on the same data, for tests that must close or break it. */
  another(): Promise<Database>
  /** Cuts every connection and lets nobody in until the returned function is called. */
  shutOut(): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** How a test reaches the subject, which exists only while tests run. */
export interface Reach {
  subject(): Subject
  run(query: Sql): Promise<Rows>
}

/** The promises of the port: every adapter keeps all of them. */
export function databaseContract(name: string, make: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject | undefined
    const reach: Reach = {
      subject: () => {
        if (subject === undefined) throw new Error('The subject exists only while tests run')
        return subject
      },
      run: (query) => reach.subject().database.query(compile(query)),
    }
    beforeAll(async () => {
      subject = await make()
      await subject.database.transaction((transaction) => transaction.execute(SCHEMA))
    })
    afterAll(() => subject?.close())
    cells(reach)
    statements(reach)
    refusals(reach)
    transactionContract(reach)
    lifeContract(reach)
  })
}

const SCHEMA = `
  create table author (id int primary key, name text not null check (name <> ''));
  create table book (id int primary key, author int references author, title text unique);
  insert into author values (1, 'Ada'), (2, 'Ben');
`

function cells({ run }: Reach): void {
  describe('cells', () => {
    test('are text, with every digit and microsecond', async () => {
      const { columns, rows } = await run(
        sql`select 9007199254740993::bigint as big, 1.10::numeric as price, true as yes,
              '2026-01-02 03:04:05.678901+02'::timestamptz as at, '{"a": 1}'::jsonb as document`,
      )
      expect(columns).toEqual(['big', 'price', 'yes', 'at', 'document'])
      expect(rows).toEqual([
        ['9007199254740993', '1.10', 't', '2026-01-02 01:04:05.678901+00', '{"a": 1}'],
      ])
    })

    test('of null are null, and not the text', async () => {
      const { rows } = await run(sql`select null::text, 'null'::text, ${null}::int`)
      expect(rows).toEqual([[null, 'null', null]])
    })

    const values: readonly { kind: string; value: unknown; type: Sql; text: string }[] = [
      { kind: 'text with quotes', value: `it's "so" \\`, type: sql`text`, text: `it's "so" \\` },
      { kind: 'a number', value: 1.5, type: sql`numeric`, text: '1.5' },
      { kind: 'a bigint', value: 2n ** 62n, type: sql`bigint`, text: String(2n ** 62n) },
      { kind: 'a boolean', value: false, type: sql`boolean`, text: 'f' },
      { kind: 'bytes', value: Buffer.from([0, 255]), type: sql`bytea`, text: '\\x00ff' },
      {
        kind: 'an instant',
        value: new Date(0),
        type: sql`timestamptz`,
        text: '1970-01-01 00:00:00+00',
      },
      {
        kind: 'a list',
        value: ['a,b', 'c"\\', null, ''],
        type: sql`text[]`,
        text: '{"a,b","c\\"\\\\",NULL,""}',
      },
      {
        kind: 'a list of lists',
        value: [
          [1, 2],
          [3, 4],
        ],
        type: sql`int[]`,
        text: '{{1,2},{3,4}}',
      },
      { kind: 'a document', value: { a: [null] }, type: sql`jsonb`, text: '{"a": [null]}' },
    ]
    test.each(values)('$kind arrives as it was sent', async ({ value, type, text }) => {
      expect((await run(sql`select ${value}::${type}`)).rows).toEqual([[text]])
    })

    test('a value without text is refused before anything is sent', async () => {
      await expect(run(sql`select ${() => 1}::text`)).rejects.toThrow('function')
      expect((await run(sql`select 1`)).rows).toEqual([['1']])
    })
  })
}

function statements({ run, subject }: Reach): void {
  describe('statements', () => {
    test('count the rows that they changed', async () => {
      const inserted = await run(sql`insert into author values (11, 'x'), (12, 'y')`)
      const deleted = await run(sql`delete from author where id in (11, 12) returning id`)
      expect([inserted.count, inserted.rows, deleted.count]).toEqual([2, [], 2])
    })

    test('without rows still name their columns', async () => {
      expect(await run(sql`select id, name from author where id < 0`)).toEqual({
        columns: ['id', 'name'],
        rows: [],
        count: 0,
      })
    })

    test('many at once keep their own answers and errors', async () => {
      const { database } = subject()
      const answers = await Promise.allSettled(
        Array.from({ length: 300 }, (_, i) =>
          database.query({ ...compile(sql`select 12 / ${i % 7}::int, ${i}::int`), name: 'divide' }),
        ),
      )
      answers.forEach((answer, i) => {
        if (i % 7 === 0) expect(answer).toMatchObject({ reason: { sqlState: '22012' } })
        else
          expect(answer).toMatchObject({
            value: { rows: [[String(Math.floor(12 / (i % 7))), String(i)]] },
          })
      })
    })

    test('of one name may change their text', async () => {
      const { database } = subject()
      for (const round of [1, 2, 3, 4, 5]) {
        const [one, two] = await Promise.all([
          database.query({ text: `select ${round}`, values: [], name: 'changing' }),
          database.query({ text: `select ${round} as a, 0 as b`, values: [], name: 'changing' }),
        ])
        expect([one.columns, two.columns]).toEqual([['?column?'], ['a', 'b']])
      }
    })

    test('prepared before the schema changed are prepared again', async () => {
      const { database } = subject()
      const everything = { text: 'select * from shape', values: [], name: 'everything' }
      await run(sql`create table shape (a int)`)
      for (let i = 0; i < 12; i++) await database.query(everything)
      await run(sql`alter table shape add column b int`)
      for (let i = 0; i < 12; i++) {
        expect((await database.query(everything)).columns).toEqual(['a', 'b'])
      }
    })

    test('prepared although they cannot be, do not poison the name', async () => {
      const { database } = subject()
      const late = { text: 'select n from later', values: [], name: 'late' }
      const before = await Promise.allSettled(Array.from({ length: 8 }, () => database.query(late)))
      expect(before.every(({ status }) => status === 'rejected')).toBe(true)
      await run(sql`create table later (n int)`)
      await Promise.all(Array.from({ length: 8 }, () => database.query(late)))
    })
  })
}

function refusals({ run }: Reach): void {
  describe('refusals', () => {
    const table: readonly { what: string; query: Sql; error: object }[] = [
      {
        what: 'a duplicate names its constraint',
        query: sql`insert into author values (1, 'Eve')`,
        error: {
          kind: 'refused',
          sqlState: '23505',
          constraint: 'author_pkey',
          table: 'author',
          sent: true,
        },
      },
      {
        what: 'a missing reference names its constraint',
        query: sql`insert into book values (1, 99, 'Nowhere')`,
        error: { kind: 'refused', sqlState: '23503', constraint: 'book_author_fkey' },
      },
      {
        what: 'a failed check names its constraint',
        query: sql`insert into author values (3, '')`,
        error: { kind: 'refused', sqlState: '23514', constraint: 'author_name_check' },
      },
      {
        what: 'a missing value names its column',
        query: sql`insert into author values (3, null)`,
        error: { kind: 'refused', sqlState: '23502', column: 'name' },
      },
      {
        what: 'an unknown table',
        query: sql`select * from nothing`,
        error: { kind: 'refused', sqlState: '42P01' },
      },
    ]
    test.each(table)('$what', async ({ query, error }) => {
      await expect(run(query)).rejects.toMatchObject({ name: 'DatabaseError', ...error })
    })

    test.each([
      { query: sql`insert into author values (1, ${'secret-4711'})` },
      { query: sql`select ${'secret-4711'}::int` },
      {
        query: sql`insert into book values (5, 1, 'x'), (6, 1, 'x') returning ${'secret-4711'}::uuid`,
      },
    ])('say nothing of values', async ({ query }) => {
      const error: unknown = await run(query).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'DatabaseError' })
      expect(JSON.stringify(error) + String(error)).not.toContain('4711')
    })
  })
}
