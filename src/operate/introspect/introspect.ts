import type { Database, Transaction } from '../../engine/ports/database.ts'
import { compile, type Sql, sql } from '../../sql/sql.ts'
import type { Scope } from './catalog/fragments.ts'
import {
  defaultPrivilegesSql,
  eventTriggersSql,
  extensionsSql,
  functionsSql,
  schemasSql,
  sequencesSql,
  typesSql,
} from './catalog/objects.ts'
import {
  constraintsSql,
  indexesSql,
  policiesSql,
  rulesSql,
  statisticsSql,
  triggersSql,
} from './catalog/parts.ts'
import { columnsSql, tablesSql, viewsSql } from './catalog/tables.ts'
import type { LiveConstraint, LiveIndex, LivePolicy, LiveTrigger, Rewrite } from './parts.ts'
import type { LiveColumn, LiveTable, LiveView, Schema } from './schema.ts'

type Session = Pick<Transaction, 'query'>

export interface IntrospectOptions {
  readonly signal?: AbortSignal
  /** Asks for the sizes of tables and indexes as well. */
  readonly sizes?: boolean
}

/** Large foreign databases have tens of thousands of objects. */
const TIMEOUT_MS = 60_000
/** Views, expressions and sizes are read under ACCESS SHARE: a table that somebody rewrites would hold us. */
const LOCK_TIMEOUT_MS = 5000

/**
 * Everything in the schemas of users, as of one moment. Changes nothing and holds nothing that a writer waits for.
 *
 * @throws {DatabaseError} `timeout` when a table stays locked exclusively for 5 s
 * @see https://www.postgresql.org/docs/current/catalogs.html
 */
export async function introspect(
  database: Pick<Database, 'transaction'>,
  options: IntrospectOptions = {},
): Promise<Schema> {
  return await database.transaction((session) => readSchema(session, options.sizes ?? false), {
    isolation: 'repeatable read',
    readOnly: true,
    timeoutMs: TIMEOUT_MS,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
}

/** The same inside a transaction that goes on. */
export async function readSchema(session: Session, sizes = false): Promise<Schema> {
  return await withSearchPath(session, 'pg_catalog', async () => {
    const scope = { schemas: null, major: await majorOf(session), sizes }
    const all = <T>(query: Sql): Promise<readonly T[]> => values<T>(session, query)
    const parts = await readParts(session, scope)
    return {
      schemas: await all(schemasSql(scope)),
      extensions: await all(extensionsSql()),
      types: await all(typesSql(scope)),
      sequences: await all(sequencesSql(scope)),
      tables: (await rows<LiveTable>(session, tablesSql(scope))).map((table) =>
        tableOf(table, parts),
      ),
      views: (await rows<LiveView>(session, viewsSql(scope))).map((view) => viewOf(view, parts)),
      functions: await all(functionsSql(scope)),
      defaultPrivileges: await all(defaultPrivilegesSql(scope)),
      eventTriggers: await all(eventTriggersSql()),
    }
  })
}

/**
 * The tables of one schema, with names of that schema unqualified: so two schemas of one server can be compared.
 */
export async function readTables(session: Session, schema: string): Promise<readonly LiveTable[]> {
  return await withSearchPath(session, schema, async () => {
    const scope = { schemas: [schema], major: await majorOf(session), sizes: false }
    const parts = await readParts(session, scope)
    const tables = await rows<LiveTable>(session, tablesSql(scope))
    return tables.map((table) => tableOf(table, parts))
  })
}

/** What belongs to tables and views, by their oid. */
interface Parts {
  readonly columns: ByOid<LiveColumn>
  readonly constraints: ByOid<LiveConstraint>
  readonly indexes: ByOid<LiveIndex>
  readonly triggers: ByOid<LiveTrigger>
  readonly policies: ByOid<LivePolicy>
  readonly rules: ByOid<Rewrite>
  readonly statistics: ByOid<Rewrite>
}
type ByOid<T> = ReadonlyMap<string, readonly T[]>

async function readParts(session: Session, scope: Scope): Promise<Parts> {
  return {
    columns: await group(session, columnsSql(scope)),
    constraints: await group(session, constraintsSql(scope)),
    indexes: await group(session, indexesSql(scope)),
    triggers: await group(session, triggersSql(scope)),
    policies: await group(session, policiesSql(scope)),
    rules: await group(session, rulesSql(scope)),
    statistics: await group(session, statisticsSql(scope)),
  }
}

function tableOf([oid, table]: Row<LiveTable>, parts: Parts): LiveTable {
  return {
    ...table,
    columns: parts.columns.get(oid) ?? [],
    constraints: parts.constraints.get(oid) ?? [],
    indexes: parts.indexes.get(oid) ?? [],
    triggers: parts.triggers.get(oid) ?? [],
    policies: parts.policies.get(oid) ?? [],
    rules: parts.rules.get(oid) ?? [],
    statistics: parts.statistics.get(oid) ?? [],
  }
}

function viewOf([oid, view]: Row<LiveView>, parts: Parts): LiveView {
  return {
    ...view,
    columns: parts.columns.get(oid) ?? [],
    indexes: parts.indexes.get(oid) ?? [],
    triggers: parts.triggers.get(oid) ?? [],
    rules: parts.rules.get(oid) ?? [],
  }
}

/** The deparser leaves out the schemas on the search path, so what is on it is part of what it prints. */
async function withSearchPath<T>(
  session: Session,
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  const setPath = (value: string): Promise<unknown> =>
    session.query(compile(sql`select set_config('search_path', ${value}, true)`))
  const { rows } = await session.query(compile(sql`select current_setting('search_path')`))
  await setPath(path === 'pg_catalog' ? path : `pg_catalog, ${quoted(path)}`)
  const result = await work()
  await setPath(rows[0]?.[0] ?? '')
  return result
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The server's major version: 15 to 18. */
export async function majorOf(session: Session): Promise<number> {
  const { rows } = await session.query(
    compile(sql`select current_setting('server_version_num')::int / 10000`),
  )
  return Number(rows[0]?.[0])
}

/** Oid and facts of an object. */
type Row<T> = readonly [oid: string, facts: T]

/** Our stable ids stand in comments: `What it is for [architect f_7k2m]`. */
const ID = /\[architect ([a-z]_[a-z0-9]+)\]/

async function rows<T>(session: Session, query: Sql): Promise<readonly Row<T>[]> {
  const answer = await session.query(compile(query))
  return answer.rows.map(([oid, json]) => {
    const facts = JSON.parse(json ?? '') as T & { comment?: string | null } // each query makes exactly the members of its type
    if (facts.comment === undefined) return [oid ?? '', facts]
    return [oid ?? '', { ...facts, id: ID.exec(facts.comment ?? '')?.[1] ?? null }]
  })
}

async function values<T>(session: Session, query: Sql): Promise<readonly T[]> {
  return (await rows<T>(session, query)).map(([, facts]) => facts)
}

async function group<T>(session: Session, query: Sql): Promise<ByOid<T>> {
  const byOid = new Map<string, T[]>()
  for (const [oid, facts] of await rows<T>(session, query)) {
    const known = byOid.get(oid)
    if (known === undefined) byOid.set(oid, [facts])
    else known.push(facts)
  }
  return byOid
}
