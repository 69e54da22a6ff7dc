import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import type { FieldType } from '../../compile/design.ts'
import { compile, join, Sql, sql } from '../../sql/sql.ts'
import { valueJson } from './value-json.ts'

let scratch: TestDatabase
beforeAll(async () => {
  scratch = await freshDatabase()
})
afterAll(async () => await scratch.close())

/** The JSON of a value as the server makes it, and as PostgreSQL does. */
async function bothWays(type: FieldType, sqlType: string, texts: readonly string[]) {
  const { cell, json, sql: made } = valueJson(type)
  const columns = texts.map((text) => sql`${text}::text::${new Sql([sqlType], [])}`)
  const values = join(
    columns.map((column) => sql`(${column})`),
    ', ',
  )
  const text = sql`select ${cell(sql`x`)}, (${made(sql`x`)})::text from (values ${values}) as v (x)`
  const { rows } = await scratch.database.query(compile(text))
  return rows.map(([printed, done]) => ({ server: json(printed ?? ''), database: done ?? '' }))
}

interface Kind {
  readonly type: FieldType
  readonly sqlType: string
  readonly texts: readonly string[]
  readonly json: readonly string[]
}

describe('the server and PostgreSQL make the same JSON of a value', () => {
  test.each<Kind>([
    {
      type: { kind: 'int' },
      sqlType: 'integer',
      texts: ['-1', '2147483647'],
      json: ['-1', '2147483647'],
    },
    {
      type: { kind: 'bigint' },
      sqlType: 'bigint',
      texts: ['9223372036854775807'],
      json: ['"9223372036854775807"'],
    },
    { type: { kind: 'decimal' }, sqlType: 'numeric(18,6)', texts: ['1.5'], json: ['"1.500000"'] },
    { type: { kind: 'boolean' }, sqlType: 'boolean', texts: ['t', 'f'], json: ['true', 'false'] },
    {
      type: { kind: 'timestamp' },
      sqlType: 'timestamptz',
      texts: [
        '2026-11-23T23:20:07.123456Z',
        '2026-11-23T23:20:07.100Z',
        '2026-11-23T23:20:07+02:00',
        '0001-01-01T00:00:00Z',
      ],
      json: [
        '"2026-11-23T23:20:07.123456Z"',
        '"2026-11-23T23:20:07.1Z"',
        '"2026-11-23T21:20:07Z"',
        '"0001-01-01T00:00:00Z"',
      ],
    },
    { type: { kind: 'date' }, sqlType: 'date', texts: ['2026-02-28'], json: ['"2026-02-28"'] },
    {
      type: { kind: 'uuid' },
      sqlType: 'uuid',
      texts: ['00000000-0000-7000-8000-00000000ABCD'],
      json: ['"00000000-0000-7000-8000-00000000abcd"'],
    },
    {
      type: { kind: 'bytes' },
      sqlType: 'bytea',
      texts: [`\\x${'00ff10'.repeat(40)}`, ''],
      json: [`"${'AP8Q'.repeat(40)}"`, '""'],
    },
    {
      type: { kind: 'ip' },
      sqlType: 'inet',
      texts: ['2001:db8::1', '10.0.0.1'],
      json: ['"2001:db8::1"', '"10.0.0.1"'],
    },
    {
      type: { kind: 'duration' },
      sqlType: 'interval',
      texts: [
        'P1DT2H',
        'PT0.5S',
        'PT0S',
        'P1Y10M',
        'PT36H',
        'PT10M',
        'P2W',
        'PT100.25S',
        'P10DT20H30M40S',
        'PT0.000001S',
      ],
      json: [
        '"P1DT2H"',
        '"PT0.5S"',
        '"PT0S"',
        '"P1Y10M"',
        '"PT36H"',
        '"PT10M"',
        '"P14D"',
        '"PT1M40.25S"',
        '"P10DT20H30M40S"',
        '"PT0.000001S"',
      ],
    },
    {
      type: { kind: 'array', of: { kind: 'text' } },
      sqlType: 'text[]',
      texts: ['{}', '{a,"b\\"c,d"}'],
      json: ['[]', '["a","b\\"c,d"]'],
    },
    {
      type: { kind: 'array', of: { kind: 'timestamp' } },
      sqlType: 'timestamptz[]',
      texts: ['{2026-11-23T23:20:07Z}'],
      json: ['["2026-11-23T23:20:07Z"]'],
    },
    {
      type: { kind: 'json' },
      sqlType: 'jsonb',
      texts: ['{"a":[1,null]}'],
      json: ['{"a": [1, null]}'],
    },
  ])('$type.kind as $sqlType', async ({ type, sqlType, texts, json }) => {
    const results = await bothWays(type, sqlType, texts)
    expect(results.map(({ server }) => server)).toEqual(json)
    expect(results.map(({ database }) => database)).toEqual(json)
  })

  test('any text', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((value) => !value.includes('\0') && value.isWellFormed())
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 50 }), async (texts) => {
        const results = await bothWays({ kind: 'text' }, 'text', texts)
        expect(results.map(({ server }) => server)).toEqual(results.map(({ database }) => database))
        expect(results.map(({ server }) => JSON.parse(server))).toEqual(texts)
      }),
      { numRuns: 40 },
    )
  })

  test('every character that JSON escapes', async () => {
    const all = Array.from({ length: 0x20_a0 }, (_, code) => String.fromCodePoint(code + 1)).join(
      '',
    )
    const [result] = await bothWays({ kind: 'text' }, 'text', [`${all}\u2028\u2029\u{1f600}`])
    expect(result?.server).toBe(result?.database)
  })
})
