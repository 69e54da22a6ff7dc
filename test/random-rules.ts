import fc from 'fast-check'
import type { Comparison, Predicate, Scalar } from '../src/sql/predicate.ts'
import type { NaiveActor, Row, Tables } from './naive-predicate.ts'

/** Random rules over two small tables of integers full of nulls, and the data and callers to try them on. */

export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  docs: ['id', 'owner', 'team', 'state'],
  follows: ['id', 'follower', 'followee'],
}
const ROLES: readonly string[] = ['member', 'moderator']

const OPERATORS: readonly Exclude<Comparison, 'in'>[] = ['=', '<>', '<', '<=', '>', '>=']
const number = fc.integer({ min: 0, max: 4 })
const cell: fc.Arbitrary<number | null> = fc.option(number, { nil: null, freq: 4 })

const column = (table: string, up: number): fc.Arbitrary<Scalar> =>
  fc.constantFrom(...(COLUMNS[table] ?? [])).map((name) => ({ kind: 'column', column: name, up }))

const actor: Scalar = { kind: 'actor' }

/** The path of tables in scope, innermost last. */
function scalar(tables: readonly string[]): fc.Arbitrary<Scalar> {
  const columns = tables.map((table, at) => column(table, tables.length - 1 - at))
  const looked = fc
    .constantFrom('owner', 'team')
    .map((name): Scalar => ({ kind: 'lookup', table: 'docs', key: actor, column: name }))
  return fc.oneof(
    fc
      .option(number, { nil: null, freq: 5 })
      .map((value): Scalar => ({ kind: 'literal', value, type: 'integer' })),
    fc.constant(actor),
    looked,
    ...columns,
  )
}

function comparison(tables: readonly string[]): fc.Arbitrary<Predicate> {
  const left = column(tables.at(-1) ?? 'docs', 0)
  const list = fc.array(number, { maxLength: 3 })
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({ left, op: fc.constantFrom(...OPERATORS), right: scalar(tables) })
        .map((parts): Predicate => ({ kind: 'compare', ...parts })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ left, values: list }).map(
        ({ left: of, values }): Predicate => ({
          kind: 'compare',
          left: of,
          op: 'in',
          right: { kind: 'list', values, type: 'integer' },
        }),
      ),
    },
  )
}

const aboutActor: fc.Arbitrary<Predicate> = fc.constantFrom<Predicate>(
  { kind: 'true' },
  { kind: 'false' },
  { kind: 'signedIn' },
  { kind: 'role', anyOf: ['moderator'] },
  { kind: 'role', anyOf: ['member', 'moderator'] },
)

export function predicate(
  tables: readonly string[] = ['docs'],
  depth = 3,
): fc.Arbitrary<Predicate> {
  if (depth === 0) return comparison(tables)
  const term = predicate(tables, depth - 1)
  const inner = predicate([...tables, 'follows'], depth - 1)
  const rows = tables.length > 2 ? [] : [innerRows(inner)]
  return fc.oneof(
    { weight: 3, arbitrary: comparison(tables) },
    { weight: 1, arbitrary: aboutActor },
    {
      weight: 3,
      arbitrary: fc
        .record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          terms: fc.array(term, { maxLength: 3 }),
        })
        .map((parts): Predicate => parts),
    },
    { weight: 2, arbitrary: term.map((of): Predicate => ({ kind: 'not', term: of })) },
    ...rows.map((arbitrary) => ({ weight: 2, arbitrary })),
  )
}

function innerRows(where: fc.Arbitrary<Predicate>): fc.Arbitrary<Predicate> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: where.map((of): Predicate => ({ kind: 'exists', table: 'follows', where: of })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ where, op: fc.constantFrom(...OPERATORS), value: fc.integer({ min: 0, max: 3 }) })
        .map((parts): Predicate => ({ kind: 'count', table: 'follows', ...parts })),
    },
  )
}

export const caller: fc.Arbitrary<NaiveActor> = fc.oneof(
  fc.constant({ id: null, roles: [] }),
  fc.record({ id: number, roles: fc.subarray([...ROLES]) }),
)

function rowsOf(table: string, maxLength: number): fc.Arbitrary<readonly Row[]> {
  const names = (COLUMNS[table] ?? []).filter((name) => name !== 'id')
  const row = fc.tuple(...names.map(() => cell))
  return fc.array(row, { maxLength }).map((rows) =>
    rows.map((cells, id) => ({
      id,
      ...Object.fromEntries(names.map((name, at) => [name, cells[at] ?? null])),
    })),
  )
}

export const tables: fc.Arbitrary<Tables> = fc.record({
  docs: rowsOf('docs', 8),
  follows: rowsOf('follows', 6),
})
