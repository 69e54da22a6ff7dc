import { type Sql, sql } from '../../../sql/sql.ts'
import {
  comment,
  grants,
  inScope,
  list,
  notOfExtension,
  party,
  type Scope,
  words,
  writtenGrants,
} from './fragments.ts'

/** Schemas of users. */
export function schemasSql(scope: Scope): Sql {
  return sql`
    select n.oid::text, json_build_object('name', n.nspname, 'comment', ${comment('pg_namespace', sql`n.oid`)},
      'owner', ${party(sql`n.nspowner`)}, 'grants', ${grants(sql`n.nspacl`, 'n', sql`n.nspowner`)})::text
    from pg_namespace n
    where ${inScope(scope)} and ${notOfExtension('pg_namespace', sql`n.oid`)}
    order by n.nspname`
}

/** Extensions of the whole database. */
export function extensionsSql(): Sql {
  return sql`
    select x.oid::text, json_build_object('name', x.extname, 'schema', n.nspname, 'version', x.extversion)::text
    from pg_extension x join pg_namespace n on n.oid = x.extnamespace
    order by x.extname`
}

/** Sequences with what they count; where they stand is data. */
export function sequencesSql(scope: Scope): Sql {
  return sql`
    select c.oid::text, json_build_object(
      'schema', n.nspname, 'name', c.relname, 'comment', ${comment('pg_class', sql`c.oid`)},
      'type', format_type(s.seqtypid, null), 'start', s.seqstart::text, 'minimum', s.seqmin::text,
      'maximum', s.seqmax::text, 'increment', s.seqincrement::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle,
      'unlogged', c.relpersistence = 'u', 'ownedBy', ${OWNED_BY}, 'identity', coalesce(d.deptype = 'i', false),
      'owner', ${party(sql`c.relowner`)}, 'grants', ${grants(sql`c.relacl`, 's', sql`c.relowner`)})::text
    from pg_sequence s
    join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
    where c.relpersistence <> 't' and ${inScope(scope)} and ${notOfExtension('pg_class', sql`c.oid`)}
    order by n.nspname, c.relname`
}

const OWNED_BY = sql`(
  select json_build_object('schema', on_.nspname, 'table', oc.relname, 'column', oa.attname)
  from pg_class oc join pg_namespace on_ on on_.oid = oc.relnamespace
  join pg_attribute oa on oa.attrelid = oc.oid and oa.attnum = d.refobjsubid
  where oc.oid = d.refobjid)`

/** Enums, domains, ranges and composite types that belong to no table. */
export function typesSql(scope: Scope): Sql {
  return sql`
    select t.oid::text, json_build_object(
      'schema', n.nspname, 'name', t.typname, 'comment', ${comment('pg_type', sql`t.oid`)},
      'kind', ${words(sql`t.typtype`, { e: 'enum', d: 'domain', c: 'composite', r: 'range' })},
      'labels', (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = t.oid),
      'base', coalesce(case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
        (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid)),
      'nullable', not t.typnotnull, 'default', case when t.typtype = 'd' then t.typdefault end,
      'collation', case when t.typtype = 'd' and t.typcollation <> b.typcollation then (
        select quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
        from pg_collation l join pg_namespace ln on ln.oid = l.collnamespace where l.oid = t.typcollation) end,
      'constraints', (select coalesce(json_agg(json_build_object(
          'name', k.conname, 'definition', pg_get_constraintdef(k.oid), 'validated', k.convalidated) order by k.conname), '[]')
        from pg_constraint k where k.contypid = t.oid and k.contype = 'c'),
      'attributes', (select coalesce(json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum), '[]')
        from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped),
      'owner', ${party(sql`t.typowner`)}, 'grants', ${grants(sql`t.typacl`, 'T', sql`t.typowner`)})::text
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    left join pg_type b on b.oid = t.typbasetype left join pg_class c on c.oid = t.typrelid
    where t.typtype in ('e', 'd', 'r', 'c') and (t.typtype <> 'c' or c.relkind = 'c') and ${inScope(scope)}
      and ${notOfExtension('pg_type', sql`t.oid`)}
    order by n.nspname, t.typname`
}

/** Functions, procedures and aggregates. */
export function functionsSql(scope: Scope): Sql {
  return sql`
    select p.oid::text, json_build_object(
      'schema', n.nspname, 'name', p.proname, 'comment', ${comment('pg_proc', sql`p.oid`)},
      'kind', ${words(sql`p.prokind`, { f: 'function', p: 'procedure', a: 'aggregate', w: 'window function' })},
      'arguments', pg_get_function_identity_arguments(p.oid), 'result', pg_get_function_result(p.oid),
      'language', l.lanname, 'securityDefiner', p.prosecdef,
      'definition', case when p.prokind = 'a' then (${AGGREGATE}) else pg_get_functiondef(p.oid) end,
      'owner', ${party(sql`p.proowner`)}, 'grants', ${grants(sql`p.proacl`, 'f', sql`p.proowner`)})::text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where ${inScope(scope)} and ${notOfExtension('pg_proc', sql`p.oid`)}
      and not exists (select from pg_depend i where i.classid = 'pg_proc'::regclass and i.objid = p.oid and i.deptype = 'i')
    order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`
}

/** PostgreSQL prints no statement for an aggregate. */
const AGGREGATE = sql`
  select concat_ws(', ', 'sfunc = ' || g.aggtransfn::regprocedure, 'stype = ' || format_type(g.aggtranstype, null),
    'finalfunc = ' || nullif(g.aggfinalfn, 0)::regprocedure, 'combinefunc = ' || nullif(g.aggcombinefn, 0)::regprocedure,
    'initcond = ' || quote_literal(g.agginitval), 'parallel = ' || p.proparallel::text)
  from pg_aggregate g where g.aggfnoid = p.oid`

/** What objects that will be made are granted. */
export function defaultPrivilegesSql(scope: Scope): Sql {
  return sql`
    select d.oid::text, json_build_object(
      'maker', ${party(sql`d.defaclrole`)}, 'schema', n.nspname,
      'objects', ${words(sql`d.defaclobjtype`, { r: 'tables', S: 'sequences', f: 'functions', T: 'types', n: 'schemas', L: 'large objects' })},
      'grants', ${writtenGrants(sql`d.defaclacl`, sql`d.defaclrole`)})::text
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
    where d.defaclnamespace = 0 or ${inScope(scope)}
    order by n.nspname nulls first, 2`
}

/** Event triggers of the whole database. */
export function eventTriggersSql(): Sql {
  return sql`
    select e.oid::text, json_build_object(
      'name', e.evtname, 'event', e.evtevent, 'tags', ${list(sql`e.evttags`)}, 'function', e.evtfoid::regprocedure::text,
      'enabled', ${words(sql`e.evtenabled`, { O: 'origin', D: 'no', R: 'replica', A: 'always' })},
      'owner', ${party(sql`e.evtowner`)}, 'comment', ${comment('pg_event_trigger', sql`e.oid`)})::text
    from pg_event_trigger e
    where ${notOfExtension('pg_event_trigger', sql`e.oid`)}
    order by e.evtname`
}
