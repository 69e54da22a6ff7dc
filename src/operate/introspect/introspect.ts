import type { Transaction } from '../../engine/ports/database.ts'
import { compile, sql } from '../../sql/sql.ts'
import type { LiveTable, Schema } from './schema.ts'

/**
 * Reads the tables of one schema of a live database: columns, constraints and indexes as PostgreSQL prints
 * them, without the name of the schema, so that two schemas of one server can be compared.
 *
 * @see https://www.postgresql.org/docs/current/catalogs.html
 */
export async function introspect(
  transaction: Pick<Transaction, 'query'>,
  schema: string,
): Promise<Schema> {
  const { rows } = await transaction.query(compile(tablesSql(schema)))
  const json = `[${rows.map(([table]) => table).join(',')}]`
  const tables = JSON.parse(withoutSchema(json, schema)) as LiveTable[] // the statement below makes exactly this JSON
  return { tables }
}

function tablesSql(schema: string): ReturnType<typeof sql> {
  return sql`
    select json_build_object(
      'name', c.relname,
      'rows', c.reltuples::bigint,
      'comment', obj_description(c.oid, 'pg_class'),
      'columns', (${COLUMNS}), 'constraints', (${CONSTRAINTS}), 'indexes', (${INDEXES}))::text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p')
    order by c.relname`
}

const COLUMNS = sql`
  select coalesce(json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', not a.attnotnull,
    'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
    'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
    'comment', col_description(c.oid, a.attnum)) order by a.attnum), '[]')
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`

/** PostgreSQL 18 lists NOT NULL among the constraints, 15 does not: it is a property of the column in both. */
const CONSTRAINTS = sql`
  select coalesce(json_agg(json_build_object(
    'name', k.conname, 'definition', pg_get_constraintdef(k.oid), 'validated', k.convalidated,
    'kind', case k.contype when 'p' then 'primary key' when 'u' then 'unique' when 'f' then 'foreign key' else 'check' end,
    'columns', (select coalesce(json_agg(a.attname), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum = any(k.conkey)))
    order by k.conname), '[]')
  from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')`

const INDEXES = sql`
  select coalesce(json_agg(json_build_object(
    'name', i.relname, 'definition', pg_get_indexdef(x.indexrelid), 'valid', x.indisvalid and x.indisready,
    'ofConstraint', exists (select 1 from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u')))
    order by i.relname), '[]')
  from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid`

/** Definitions name other tables with their schema when it is not on the search path. */
function withoutSchema(json: string, schema: string): string {
  return json.replaceAll(`${schema}.`, '').replaceAll(`\\"${schema}\\".`, '')
}
