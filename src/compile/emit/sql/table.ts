import { ident, join, literal, Sql, sql } from '../../../sql/sql.ts'
import type {
  CheckConstraint,
  Column,
  Design,
  ForeignKey,
  Index,
  Table,
  UniqueKey,
} from '../../design.ts'

/** SQL that `derive` wrote: types, defaults, conditions. */
function written(text: string): Sql {
  return new Sql([text], [])
}

/** `title text not null default 'x'`, as in `create table` and after `add column`. */
export function columnClause(column: Column): Sql {
  const parts = [
    ident(column.name),
    written(column.type),
    ...(column.generated === undefined
      ? []
      : [sql`generated always as (${written(column.generated)}) stored`]),
    ...(column.nullable ? [] : [sql`not null`]),
    ...(column.default === undefined ? [] : [sql`default ${written(column.default)}`]),
  ]
  return join(parts, ' ')
}

/** The primary key, as in `create table`. */
export function primaryKeyClause(table: Table): Sql {
  return sql`constraint ${ident(primaryKeyName(table))} primary key (${names(table.primaryKey)})`
}

/** `constraint shares_title_check check (…)`. */
export function checkClause(check: CheckConstraint): Sql {
  return sql`constraint ${ident(check.name)} check (${written(check.condition)})`
}

/** `constraint users_handle_key unique (handle)`. */
export function uniqueClause(unique: UniqueKey): Sql {
  return sql`constraint ${ident(unique.name)} unique (${names(unique.columns)})`
}

const ON_DELETE: Readonly<Record<ForeignKey['onDelete'], Sql>> = {
  cascade: sql`cascade`,
  restrict: sql`restrict`,
  null: sql`set null`,
}

/** `constraint shares_owner_id_fkey foreign key (owner_id) references users (id) on delete cascade`. */
export function foreignKeyClause(key: ForeignKey): Sql {
  const { references } = key
  const target = sql`${ident(references.table)} (${names(references.columns)})`
  return sql`constraint ${ident(key.name)} foreign key (${names(key.columns)}) references ${target} on delete ${ON_DELETE[key.onDelete]}`
}

/** A `create table` with one clause a line. */
export function createTable(name: string, clauses: readonly Sql[]): Sql {
  return sql`create table ${ident(name)} (\n  ${join(clauses, ',\n  ')}\n)`
}

/** `alter table shares add …`. */
export function alterTable(table: string, change: Sql): Sql {
  return sql`alter table ${ident(table)} ${change}`
}

/** `create index … on shares (owner_id, created_at desc)`, without `concurrently`. */
export function createIndex(index: Index): Sql {
  const kind = index.unique ? sql`create unique index` : sql`create index`
  const using = index.method === 'gin' ? sql` using gin` : sql``
  const where = index.where === undefined ? sql`` : sql` where ${written(index.where)}`
  const keys = index.keys.map(({ column, descending }) =>
    descending ? sql`${ident(column)} desc` : ident(column),
  )
  return sql`${kind} ${ident(index.name)} on ${ident(index.table)}${using} (${join(keys, ', ')})${where}`
}

/** The indexes that a statement has to make: primary and unique keys bring their own. */
export function indexesOf(design: Design, table: Table): readonly Index[] {
  const keys = new Set([primaryKeyName(table), ...table.uniques.map(({ name }) => name)])
  return design.indexes.filter((index) => index.table === table.name && !keys.has(index.name))
}

/** The questions that an index serves, each once: branches of the same question are one. */
export function questionsOf(index: Index): readonly string[] {
  return [...new Set(index.serves.map((question) => question.replace(BRANCH, '')))]
}

const BRANCH = / \((?:\w+(?: \w+)*, )?branch: .*\)$/

function primaryKeyName(table: Table): string {
  return `${table.name}_pkey`
}

/** What a table and its columns are for, with their stable ids: a rename keeps the id. */
export function commentsOn(table: Table): readonly Sql[] {
  const about = comment(sql`table ${ident(table.name)}`, table.description, table.id)
  const columns = table.columns.flatMap((column) =>
    column.id === undefined
      ? []
      : [comment(sql`column ${ident(table.name, column.name)}`, undefined, column.id)],
  )
  return [about, ...columns]
}

function comment(object: Sql, description: string | undefined, id: string): Sql {
  const tag = `[architect ${id}]`
  const text = description === undefined ? tag : `${description} ${tag}`
  return sql`comment on ${object} is ${literal(text)}`
}

/** `a, b, c`. */
export function names(columns: readonly string[]): Sql {
  return join(
    columns.map((column) => ident(column)),
    ', ',
  )
}
