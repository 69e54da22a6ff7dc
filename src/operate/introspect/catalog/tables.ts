import { type Sql, sql } from '../../../sql/sql.ts'
import {
  comment,
  grants,
  inScope,
  list,
  notOfExtension,
  party,
  relationName,
  type Scope,
  words,
  writtenGrants,
} from './fragments.ts'

/** Tables, by oid. @see https://www.postgresql.org/docs/current/catalog-pg-class.html */
export function tablesSql(scope: Scope): Sql {
  return sql`
    select c.oid::text, json_build_object(
      'schema', n.nspname, 'name', c.relname, 'comment', ${comment('pg_class', sql`c.oid`)},
      'kind', ${words(sql`c.relkind`, { r: 'table', p: 'partitioned table', f: 'foreign table' })},
      'persistence', ${words(sql`c.relpersistence`, { p: 'permanent', u: 'unlogged' })},
      'accessMethod', (select am.amname from pg_am am where am.oid = c.relam),
      'options', ${list(sql`c.reloptions`)},
      'partitionKey', case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end,
      'partitionOf', case when c.relispartition then (
        select json_build_object('parent', ${relationName(sql`i.inhparent`)}, 'bound', pg_get_expr(c.relpartbound, c.oid))
        from pg_inherits i where i.inhrelid = c.oid) end,
      'inherits', case when c.relispartition then '[]' else (
        select coalesce(json_agg(${relationName(sql`i.inhparent`)} order by i.inhseqno), '[]')
        from pg_inherits i where i.inhrelid = c.oid) end,
      'rowSecurity', case when not c.relrowsecurity then 'off' when c.relforcerowsecurity then 'forced' else 'on' end,
      'replicaIdentity', ${words(sql`c.relreplident`, { d: 'default', n: 'nothing', f: 'full', i: 'index' })},
      'owner', ${party(sql`c.relowner`)}, 'grants', ${grants(sql`c.relacl`, 'r', sql`c.relowner`)},
      'rows', c.reltuples::bigint, 'bytes', ${bytes(scope)})::text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't' and ${inScope(scope)}
      and ${notOfExtension('pg_class', sql`c.oid`)}
    order by n.nspname, c.relname`
}

/** Views and materialized views, by oid. */
export function viewsSql(scope: Scope): Sql {
  return sql`
    select c.oid::text, json_build_object(
      'schema', n.nspname, 'name', c.relname, 'comment', ${comment('pg_class', sql`c.oid`)},
      'materialized', c.relkind = 'm', 'definition', pg_get_viewdef(c.oid), 'options', ${list(sql`c.reloptions`)},
      'populated', c.relispopulated,
      'owner', ${party(sql`c.relowner`)}, 'grants', ${grants(sql`c.relacl`, 'r', sql`c.relowner`)},
      'rows', c.reltuples::bigint, 'bytes', case when c.relkind = 'm' then ${bytes(scope)} end)::text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and c.relpersistence <> 't' and ${inScope(scope)}
      and ${notOfExtension('pg_class', sql`c.oid`)}
    order by n.nspname, c.relname`
}

function bytes({ sizes }: Scope): Sql {
  return sizes ? sql`pg_total_relation_size(c.oid)` : sql`null::bigint`
}

/** Columns of tables and views, by the oid of the relation, in the order of the catalog. */
export function columnsSql(scope: Scope): Sql {
  return sql`
    select a.attrelid::text, json_build_object(
      'name', a.attname, 'number', a.attnum, 'type', format_type(a.atttypid, a.atttypmod),
      'nullable', not a.attnotnull, 'nullsUnchecked', ${unchecked(scope)},
      'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
      'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
      'generatedKind', ${words(sql`a.attgenerated`, { s: 'stored', v: 'virtual' })},
      'identity', ${words(sql`a.attidentity`, { a: 'always', d: 'by default' })},
      'collation', case when a.attcollation <> t.typcollation then (
        select quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
        from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace where l.oid = a.attcollation) end,
      'storage', case when a.attstorage <> t.typstorage then
        ${words(sql`a.attstorage`, { p: 'plain', e: 'external', m: 'main', x: 'extended' })} end,
      'compression', ${words(sql`a.attcompression`, { p: 'pglz', l: 'lz4' })},
      'inherited', not a.attislocal, 'comment', col_description(a.attrelid, a.attnum),
      'grants', ${writtenGrants(sql`a.attacl`, sql`c.relowner`)})::text
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and c.relpersistence <> 't' and ${inScope(scope)}
      and a.attnum > 0 and not a.attisdropped
    order by a.attrelid, a.attnum`
}

/** Version 18 knows NOT NULL that holds for new rows only. */
function unchecked({ major }: Scope): Sql {
  if (major < 18) return sql`false`
  return sql`exists (select from pg_constraint k
    where k.conrelid = a.attrelid and k.contype = 'n' and not k.convalidated and a.attnum = any(k.conkey))`
}
