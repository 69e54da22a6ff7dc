import { loadModule } from 'libpg-query'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshDatabaseOn, type TestDatabase } from '../../../../test/database.ts'
import type { Transaction } from '../../../engine/ports/database.ts'
import { compile, sql } from '../../../sql/sql.ts'
import { createKnowledge } from '../lint/knowledge.ts'
import { parseSql } from '../lint/statements.ts'
import { type Effect, effectsOf, merged, type World } from './effects.ts'
import { FIXTURE, FIXTURE_18, type MeasuredStatement, STATEMENTS } from './statements.contract.ts'
import { LOCK_MODES, type LockMode, stronger } from './truth.ts'

const DEBIAN = 'postgres://postgres@127.0.0.1:5432/postgres'
const LONG = { timeoutMs: 20_000, lockTimeoutMs: 5000 }

await loadModule()

/** What the linter says: the text alone is known to it. */
function declared(text: string): readonly Effect[] {
  const knowledge = createKnowledge()
  for (const { actions } of parseSql(`${FIXTURE}${FIXTURE_18}`).statements)
    actions.forEach(knowledge.learn)
  knowledge.startFile()
  const effects: Effect[] = []
  const world: World = { knowledge, utc: /timezone='UTC'/.test(text) }
  for (const { actions } of parseSql(text).statements) {
    for (const action of actions) {
      effects.push(...effectsOf(action, { ...world, together: actions }))
      knowledge.learn(action)
    }
  }
  return merged(effects)
}

/** What PostgreSQL does: locks held at the end, files exchanged, rows read. The transaction is rolled back. */
async function measured({ database }: TestDatabase, text: string): Promise<readonly Effect[]> {
  let found: readonly Effect[] = []
  const rollback = new Error('measured')
  await database
    .transaction(async (transaction) => {
      const before = await relations(transaction)
      const read = await rowsRead(transaction)
      await transaction.execute(text)
      found = await observed(transaction, before, read)
      throw rollback
    }, LONG)
    .catch((error: unknown) => {
      if (error !== rollback) throw error
    })
  return found
}

interface Relation {
  readonly oid: string
  /** Of an index: its table. */
  readonly table: string
  readonly isIndex: boolean
  readonly file: string
}

async function relations(transaction: Transaction): Promise<readonly Relation[]> {
  const { rows } = await transaction.query(
    compile(sql`select c.oid::text, coalesce(t.relname, c.relname), (i.indrelid is not null)::text, c.relfilenode::text
      from pg_class c join pg_namespace s on s.oid = c.relnamespace
      left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
      where s.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'i', 'I')`),
  )
  return rows.map(([oid = '', table = '', isIndex, file = '']) => ({
    oid: oid ?? '',
    table: table ?? '',
    isIndex: isIndex === 'true',
    file: file ?? '',
  }))
}

async function rowsRead(transaction: Transaction): Promise<ReadonlyMap<string, number>> {
  const { rows } = await transaction.query(
    compile(sql`select relid::text, seq_tup_read::text from pg_stat_xact_user_tables`),
  )
  return new Map(rows.map(([oid, count]) => [oid ?? '', Number(count)]))
}

async function observed(
  transaction: Transaction,
  before: readonly Relation[],
  readBefore: ReadonlyMap<string, number>,
): Promise<readonly Effect[]> {
  const locks = await transaction.query(
    compile(sql`select relation::text, replace(mode, 'Lock', '') from pg_locks
      where pid = pg_backend_pid() and locktype = 'relation'`),
  )
  const files = new Map((await relations(transaction)).map(({ oid, file }) => [oid, file]))
  const read = await rowsRead(transaction)
  const isScanned = (oid: string): boolean => (read.get(oid) ?? 0) > (readBefore.get(oid) ?? 0)
  const own = before.filter(({ isIndex }) => !isIndex)
  return own.flatMap(({ oid, table }) => {
    const modes = locks.rows.flatMap(([relation, mode]) =>
      relation === oid ? (LOCK_MODES.find((known) => known === mode) ?? []) : [],
    )
    const [first, ...others] = modes
    if (first === undefined) return []
    const rewrites = before.some(
      (relation) =>
        relation.table === table &&
        files.has(relation.oid) &&
        files.get(relation.oid) !== relation.file,
    )
    return [
      { table, mode: others.reduce<LockMode>(stronger, first), rewrites, scans: isScanned(oid) },
    ]
  })
}

/** A lock that stops neither readers nor writers is not told apart further: the linter is silent on it. */
function told(effects: readonly Effect[]): readonly string[] {
  return effects
    .filter(({ mode }) => mode !== 'AccessShare' && mode !== 'RowShare')
    .map(({ table, mode, rewrites, scans }) =>
      [table, mode, rewrites ? 'rewrites' : '', scans || rewrites ? 'scans' : ''].join(' ').trim(),
    )
    .sort()
}

const servers: readonly { readonly name: string; readonly url: () => string }[] = [
  { name: 'the embedded server', url: () => inject('postgresUrl') },
  { name: 'the server of the machine', url: () => DEBIAN },
]

describe.each(servers)('on $name', ({ url }) => {
  let target: TestDatabase | undefined
  let major = 0

  beforeAll(async () => {
    target = await freshDatabaseOn(url()).catch(() => undefined)
    if (!target) return
    const { rows } = await target.database.query(compile(sql`show server_version_num`))
    major = Math.floor(Number(rows[0]?.[0]) / 10_000)
    const fixture = major >= 18 ? `${FIXTURE}${FIXTURE_18}` : FIXTURE
    for (const { text } of parseSql(fixture).statements) {
      await target.database.query({ text, values: [] })
    }
  })
  afterAll(() => target?.close())

  test.each(STATEMENTS)('$sql', async (statement: MeasuredStatement) => {
    if (!target || major < (statement.since ?? 0)) return
    expect(told(declared(statement.sql))).toEqual(told(await measured(target, statement.sql)))
  })

  test('a wrong claim is found', async () => {
    if (!target) return
    const found = told(await measured(target, 'alter table u alter column email set not null'))
    expect(told(declared('alter table u alter column email drop not null'))).not.toEqual(found)
  })
})
