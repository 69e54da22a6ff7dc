import { check } from '../../src/compile/check/check.ts'
import { derive } from '../../src/compile/derive/derive.ts'
import type { Design, ResourceDesign, Table } from '../../src/compile/design.ts'
import type { Cell, Database } from '../../src/engine/ports/database.ts'
import type { Actor } from '../../src/serve/actor.ts'
import { compile, ident, join, type Sql, sql } from '../../src/sql/sql.ts'
import { invariant } from '../../src/std/error.ts'
import { freshDatabase } from '../database.ts'
import { library } from './blueprint.ts'

/** The library as it is served, with two members, a moderator, and a database of its own. */
export interface Library {
  readonly design: Design
  /** Counts what is sent to PostgreSQL. */
  readonly database: Database
  readonly sent: () => number
  /** All rows of all tables, as text: what a refused write must leave as it is. */
  readonly contents: () => Promise<string>
  readonly rows: (text: Sql) => Promise<readonly (readonly Cell[])[]>
  readonly close: () => Promise<void>
}

export const ADA = '00000000-0000-7000-8000-00000000000a'
export const BOB = '00000000-0000-7000-8000-00000000000b'
export const EVE = '00000000-0000-7000-8000-00000000000e'

/** An actor of the library. */
export function actor(id: string, ...roles: readonly string[]): Actor {
  return { kind: 'user', id, roles, expiresAt: 4_000_000_000 }
}

/** The design of the library. */
function libraryDesign(): Design {
  const checked = check(library)
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings))
  return derive(checked.value, {})
}

/** @see {@link Library} */
export async function openLibrary(): Promise<Library> {
  const design = libraryDesign()
  const { database, close } = await freshDatabase()
  await database.transaction(async (transaction) => {
    await transaction.execute(schemaOf(design))
  })
  let sent = 0
  const rows = async (text: Sql): Promise<readonly (readonly Cell[])[]> =>
    (await database.query(compile(text))).rows
  return {
    design,
    database: {
      ...database,
      query: (query, options) => {
        sent += 1
        return database.query(query, options)
      },
    },
    sent: () => sent,
    rows,
    contents: async () => {
      const tables = design.tables.map(
        ({ name }) => sql`select jsonb_agg(t order by id)::text from ${ident(name)} as t`,
      )
      return JSON.stringify(await rows(join(tables, ' union all ')))
    },
    close,
  }
}

/** A resource of a design. */
export function resourceOf(design: Design, name: string): ResourceDesign {
  return invariant(
    design.resources.find((resource) => resource.name === name),
    `no ${name}`,
  )
}

function schemaOf({ tables }: Design): string {
  const references = tables.flatMap((table) =>
    table.foreignKeys.map(
      ({ name, columns, references: target, onDelete }) =>
        `alter table "${table.name}" add constraint "${name}" foreign key (${columns.join()}) references "${target.table}" (id) on delete ${onDelete === 'null' ? 'set null' : onDelete};`,
    ),
  )
  const people = [ADA, BOB, EVE].map(
    (id, i) =>
      `insert into users (id, handle, email) values ('${id}', '${['ada', 'bob', 'eve'][i]}', '${i}@x.org');`,
  )
  return [...tables.map(tableSql), ...references, ...people, IDEMPOTENCY].join('\n')
}

function tableSql({ name, columns, uniques, checks }: Table): string {
  const parts = [
    ...columns.map((column) =>
      [
        `"${column.name}"`,
        column.type,
        column.nullable ? '' : 'not null',
        column.default === undefined ? '' : `default ${column.default}`,
      ].join(' '),
    ),
    'primary key (id)',
    ...uniques.map((key) => `constraint "${key.name}" unique (${key.columns.join()})`),
    ...checks.map((one) => `constraint "${one.name}" check (${one.condition})`),
  ]
  return `create table "${name}" (${parts.join(', ')});`
}

const IDEMPOTENCY = `create schema architect;
create table architect.idempotency (scope text, key text, fingerprint text not null, status int not null, headers jsonb not null,
  body text, created_at timestamptz not null, expires_at timestamptz not null, primary key (scope, key));`
