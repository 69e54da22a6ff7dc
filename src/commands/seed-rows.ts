import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Design, FieldDesign, ResourceDesign, Table } from '../compile/design.ts'
import { type Database, DatabaseError, type Transaction } from '../engine/ports/database.ts'
import { compile, ident, join as joinSql, Sql, sql } from '../sql/sql.ts'
import { ArchitectError, invariant } from '../std/error.ts'

/** Rows by resource, in the order they are to be inserted; field names and JSON values as in the API. */
export type SeedRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const ROWS_PER_STATEMENT = 1000

/**
 * Executes a seed file: its default export is a function that gives {@link SeedRows}.
 *
 * @throws {ArchitectError} ARC512 when there is none or it exports something else
 */
export async function loadSeed(directory: string, path: string | undefined): Promise<SeedRows> {
  const file = path ? resolve(directory, path) : join(directory, 'seed.ts')
  if (!existsSync(file)) throw new ArchitectError('ARC512', `There is no seed file ${file}`)
  const module: { readonly default?: unknown } = await import(pathToFileURL(file).href)
  if (typeof module.default !== 'function') {
    throw new ArchitectError(
      'ARC512',
      `${file} must export a function by default that gives rows by resource`,
    )
  }
  return (await module.default()) as SeedRows // rows that do not fit are refused by PostgreSQL below, by name
}

/**
 * Inserts rows into tables that are all empty, in one transaction; gives how many rows each resource got.
 * Where any table of the design already has rows nothing is done at all, and `load` is not called.
 */
export async function seedDatabase(
  database: Database,
  design: Design,
  load: () => Promise<SeedRows>,
): Promise<Readonly<Record<string, number>> | undefined> {
  return database.transaction(
    async (transaction) => {
      if (!(await areEmpty(transaction, design.tables))) return undefined
      const counts: Record<string, number> = {}
      for (const [name, items] of Object.entries(await load())) {
        const { table, resource } = target(design, name)
        for (const some of batchesOf(items)) {
          await insert(transaction, name, insertSql(table, resource, some))
        }
        counts[name] = items.length
      }
      return counts
    },
    { timeoutMs: 120_000 },
  )
}

/** Rows in their order, together as long as they have the same fields: a field that a row leaves out gets its default. */
function batchesOf(items: SeedRows[string]): (typeof items)[number][][] {
  const batches: (typeof items)[number][][] = []
  let last = ''
  for (const item of items) {
    const names = Object.keys(item).sort().join()
    const batch = batches.at(-1)
    if (batch && names === last && batch.length < ROWS_PER_STATEMENT) batch.push(item)
    else batches.push([item])
    last = names
  }
  return batches
}

async function insert(transaction: Transaction, name: string, statement: Sql): Promise<void> {
  try {
    await transaction.query(compile(statement))
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause
    throw new ArchitectError(
      'ARC512',
      `The seed's rows of '${name}' do not fit: ${cause.message}`,
      {
        cause,
      },
    )
  }
}

function target(
  design: Design,
  name: string,
): { readonly resource: ResourceDesign; readonly table: Table } {
  const resource = design.resources.find((candidate) => candidate.name === name)
  if (!resource)
    throw new ArchitectError(
      'ARC512',
      `The seed has rows for '${name}', which is no resource of the blueprint`,
    )
  const table = invariant(
    design.tables.find((candidate) => candidate.name === resource.table),
    'a resource has a table',
  )
  return { resource, table }
}

async function areEmpty(transaction: Transaction, tables: readonly Table[]): Promise<boolean> {
  const some = tables.map((table) => sql`exists (select 1 from ${ident(table.name)})`)
  const { rows } = await transaction.query(compile(sql`select ${joinSql(some, ' or ')}`))
  return rows[0]?.[0] === 'f'
}

/** PostgreSQL itself turns the JSON into the types of the columns. */
function insertSql(table: Table, resource: ResourceDesign, items: SeedRows[string]): Sql {
  const given = new Set(items.flatMap((item) => Object.keys(item)))
  const fields = resource.fields.filter((field) => given.has(field.name))
  const unknown = [...given].filter((name) => !fields.some((field) => field.name === name))
  if (unknown.length > 0)
    throw new ArchitectError(
      'ARC512',
      `The seed gives '${resource.name}' the unknown fields ${unknown.join(', ')}`,
    )
  const columns = joinSql(
    fields.map((field) => ident(field.column)),
    ', ',
  )
  const shape = joinSql(
    fields.map((field) => sql`${ident(field.name)} ${typeSql(table, field)}`),
    ', ',
  )
  const names = joinSql(
    fields.map((field) => ident('item', field.name)),
    ', ',
  )
  return sql`insert into ${ident(table.name)} (${columns}) select ${names} from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as item (${shape})`
}

function typeSql(table: Table, field: FieldDesign): Sql {
  const column = invariant(
    table.columns.find((candidate) => candidate.name === field.column),
    'a field has a column',
  )
  return new Sql([column.type], [])
}
