import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts'
import {
  isAmong,
  judge,
  type NaiveActor,
  type Tables,
  type World,
} from '../../../../test/naive-predicate.ts'
import { COLUMNS, caller, predicate, tables } from '../../../../test/random-rules.ts'
import type { Predicate } from '../../../sql/predicate.ts'
import { columnsOf, predicateSql } from '../../../sql/predicate-sql.ts'
import { compile, ident, join, literal, type Sql, sql } from '../../../sql/sql.ts'
import { splitPredicate } from './split.ts'

/** Enough to meet every kind of rule many times within seconds. */
const DATASETS = 10
const RULES_PER_DATASET = 150

let db: TestDatabase
beforeAll(async () => {
  db = await freshDatabase()
  for (const [name, columns] of Object.entries(COLUMNS)) {
    const list = columns.map((column) => sql`${ident(column)} integer`)
    await run(sql`create table ${ident(name)} (${join(list, ', ')})`)
  }
})
afterAll(async () => {
  await db.close()
})

async function run(statement: Sql): Promise<readonly (readonly unknown[])[]> {
  const { rows } = await db.database.query(compile(statement), { lane: 'short', timeoutMs: 10_000 })
  return rows
}

async function load(data: Tables): Promise<void> {
  for (const [name, rows] of Object.entries(data)) {
    await run(sql`delete from ${ident(name)}`)
    const json = JSON.stringify(rows)
    await run(
      sql`insert into ${ident(name)} select * from jsonb_populate_recordset(null::${ident(name)}, ${json}::jsonb)`,
    )
  }
}

function conditionSql(rule: Predicate, actor: NaiveActor): Sql {
  return predicateSql(rule, {
    rows: [columnsOf('t')],
    actor: sql`${actor.id}::integer`,
    signedIn: literal(actor.id !== null),
    role: (anyOf) => literal(anyOf.some((role) => actor.roles.includes(role))),
  })
}

async function idsWhere(condition: Sql): Promise<readonly unknown[]> {
  const rows = await run(sql`select t.id from docs as t where ${condition} order by t.id`)
  return rows.map(([id]) => Number(id))
}

function branchesSql(rule: Predicate, actor: NaiveActor): Sql {
  const open = splitPredicate(rule).filter(({ who }) => isAmong(who, actor))
  const selects = open.map(
    ({ permitted }) => sql`select t.id from docs as t where ${conditionSql(permitted, actor)}`,
  )
  return selects.length === 0 ? sql`false` : sql`t.id in (${join(selects, ' union ')})`
}

function naiveIds(rule: Predicate, world: World): readonly unknown[] {
  const rows = world.tables['docs'] ?? []
  return rows.filter((row) => judge(rule, [row], world) === true).map((row) => row['id'])
}

test('PostgreSQL admits the rows that the naive evaluator admits, whole and split', async () => {
  const datasets = fc.sample(tables, { numRuns: DATASETS, seed: 11 })
  const pairs = fc.sample(fc.tuple(predicate(), caller), {
    numRuns: DATASETS * RULES_PER_DATASET,
    seed: 11,
  })
  let admitted = 0
  for (const [at, data] of datasets.entries()) {
    await load(data)
    for (const [rule, actor] of pairs.slice(at * RULES_PER_DATASET, (at + 1) * RULES_PER_DATASET)) {
      const expected = naiveIds(rule, { actor, tables: data })
      admitted += expected.length
      expect(await idsWhere(conditionSql(rule, actor)), JSON.stringify({ rule, actor })).toEqual(
        expected,
      )
      expect(await idsWhere(branchesSql(rule, actor)), JSON.stringify({ rule, actor })).toEqual(
        expected,
      )
    }
  }
  expect(admitted).toBeGreaterThan(DATASETS * RULES_PER_DATASET)
})
