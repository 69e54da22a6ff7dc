import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts'
import { field, listOf, model, resource } from '../../../../test/models.ts'
import type { FieldType } from '../../model.ts'
import { derive } from '../derive.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(async () => {
  await db.close()
})

interface Case {
  readonly type: FieldType
  readonly default: unknown
  /** SQL expressions. */
  readonly accepted: readonly string[]
  readonly refused: readonly string[]
}

const CASES: readonly (readonly [string, Case])[] = [
  [
    'text',
    {
      type: { kind: 'text', min: 2, max: 4, pattern: '^[a-z]+$' },
      default: 'abc',
      accepted: ["'ab'"],
      refused: ["'a'", "'abcde'", "'AB'"],
    },
  ],
  [
    'int',
    {
      type: { kind: 'int', min: -1, max: 5 },
      default: 0,
      accepted: ['-1', '5'],
      refused: ['-2', '6'],
    },
  ],
  [
    'bigint',
    {
      type: { kind: 'bigint', max: '9007199254740993' },
      default: '9007199254740993',
      accepted: ['9007199254740993'],
      refused: ['9007199254740994'],
    },
  ],
  [
    'decimal',
    {
      type: { kind: 'decimal', precision: 10, scale: 2, min: '-0.50' },
      default: '1.25',
      accepted: ['-0.5'],
      refused: ['-0.51'],
    },
  ],
  [
    'money',
    {
      type: { kind: 'money', currency: 'EUR', min: '0' },
      default: '9.9900',
      accepted: ['0'],
      refused: ['-1'],
    },
  ],
  [
    'oneOf',
    {
      type: { kind: 'oneOf', values: ["it's", 'b'] },
      default: "it's",
      accepted: ["'b'"],
      refused: ["'c'"],
    },
  ],
  [
    'json',
    {
      type: { kind: 'json', maxBytes: 20 },
      default: { a: "o'clock" },
      accepted: ["'[]'"],
      refused: [`'"${'x'.repeat(30)}"'`],
    },
  ],
  [
    'bytes',
    {
      type: { kind: 'bytes', maxBytes: 3 },
      default: 'AQI=',
      accepted: ["'\\x010203'"],
      refused: ["'\\x01020304'"],
    },
  ],
  [
    'url',
    {
      type: { kind: 'url', max: 30 },
      default: 'https://example.org',
      accepted: ["'http://a.b/c?d'"],
      refused: ["'nothing'", "'http://with space'"],
    },
  ],
  [
    'email',
    {
      type: { kind: 'email', max: 30 },
      default: 'a@b.c',
      accepted: ["'x@y'"],
      refused: ["'xy'", "'x@y@z'"],
    },
  ],
  [
    'slug',
    {
      type: { kind: 'slug', max: 30 },
      default: 'a-b',
      accepted: ["'a1-2'"],
      refused: ["'-a'", "'A'"],
    },
  ],
  [
    'boolean',
    { type: { kind: 'boolean' }, default: true, accepted: ['false'], refused: ["'maybe'"] },
  ],
  [
    'timestamp',
    {
      type: { kind: 'timestamp' },
      default: '2026-01-02T03:04:05Z',
      accepted: ['now()'],
      refused: ["'soon'"],
    },
  ],
  [
    'date',
    {
      type: { kind: 'date' },
      default: '2026-01-02',
      accepted: ["'2026-02-28'"],
      refused: ["'2026-02-30'"],
    },
  ],
  [
    'duration',
    { type: { kind: 'duration' }, default: 'P1DT2H', accepted: ["'PT5M'"], refused: ["'long'"] },
  ],
  [
    'uuid',
    {
      type: { kind: 'uuid' },
      default: '00000000-0000-7000-8000-000000000000',
      accepted: ['gen_random_uuid()'],
      refused: ["'x'"],
    },
  ],
  ['ip', { type: { kind: 'ip' }, default: '10.0.0.1', accepted: ["'::1'"], refused: ["'10.0.0'"] }],
  [
    'array',
    {
      type: { kind: 'array', of: { kind: 'oneOf', values: ['a', 'b'] }, maxItems: 2 },
      default: ['a'],
      accepted: ["'{}'", "'{a,b}'"],
      refused: ["'{a,b,a}'", "'{c}'", "'{a,null}'"],
    },
  ],
]

/** The DDL of one column, as plainly as can be: what is tested is what the design says of it. */
async function createTable(name: string, { type, default: value }: Case): Promise<string> {
  const resources = [
    resource('user'),
    resource(name, { fields: [field('cell', { type, default: value })] }),
  ]
  const [, table] = derive(model(resources), {}).tables
  const column = table?.columns.find(({ field: of }) => of === 'cell')
  const [check] = table?.checks ?? []
  const condition = check === undefined ? '' : ` check (${check.condition})`
  await db.database.transaction((transaction) =>
    transaction.execute(
      `create table "${table?.name}" (id int default 1, "cell" ${column?.type} not null default ${column?.default}${condition})`,
    ),
  )
  return table?.name ?? ''
}

const insert = (table: string, expression: string): Promise<void> =>
  db.database.transaction((transaction) =>
    transaction.execute(`insert into "${table}" ("cell") values (${expression})`),
  )

describe('a column takes its default and what its type allows, and nothing else', () => {
  test.each(CASES)('%s', async (name, of) => {
    const table = await createTable(`${name}Cell`, of)
    for (const expression of ['default', ...of.accepted]) await insert(table, expression)
    for (const expression of of.refused) {
      await expect(insert(table, expression), expression).rejects.toThrow()
    }
  })
})

test('the search column is generated from its fields, the empty ones too', async () => {
  const note = resource('note', {
    fields: [field('title'), field('body', { nullable: true })],
    list: listOf([], ['-id'], ['title', 'body']),
  })
  const table = derive(model([resource('user'), note], { language: 'english' }), {}).tables[1]
  const generated = table?.columns.find(({ name }) => name === 'search')?.generated
  await db.database.transaction((transaction) =>
    transaction.execute(`
      create table notes (title text, body text, search tsvector generated always as (${generated}) stored);
      insert into notes (title) values ('Running');
      do $$ begin assert (select search @@ to_tsquery('english', 'run') from notes); end $$`),
  )
})
