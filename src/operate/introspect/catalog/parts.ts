import { type Sql, sql } from '../../../sql/sql.ts'
import {
  columnNames,
  comment,
  inScope,
  list,
  party,
  relationName,
  type Scope,
  words,
} from './fragments.ts'

const ACTIONS = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}
const ENABLED = { O: 'origin', D: 'no', R: 'replica', A: 'always' }

/**
 * Constraints, by the oid of their table. PostgreSQL 18 lists NOT NULL among them, 15 does not: it is told of the
 * column in both.
 */
export function constraintsSql(scope: Scope): Sql {
  return sql`
    select k.conrelid::text, json_build_object(
      'name', k.conname, 'definition', pg_get_constraintdef(k.oid),
      'kind', ${words(sql`k.contype`, { p: 'primary key', u: 'unique', f: 'foreign key', c: 'check', x: 'exclusion' })},
      'columns', ${columnNames(sql`k.conrelid`, sql`k.conkey`)},
      'references', case when k.contype = 'f' then json_build_object(
        'table', ${relationName(sql`k.confrelid`)}, 'columns', ${columnNames(sql`k.confrelid`, sql`k.confkey`)},
        'onDelete', ${words(sql`k.confdeltype`, ACTIONS)}, 'onUpdate', ${words(sql`k.confupdtype`, ACTIONS)},
        'match', ${words(sql`k.confmatchtype`, { s: 'simple', f: 'full', p: 'partial' })}) end,
      'deferrable', case when k.condeferred then 'initially deferred' when k.condeferrable then 'yes' else 'no' end,
      'validated', k.convalidated, 'inherited', not k.conislocal or k.conparentid <> 0,
      'comment', ${comment('pg_constraint', sql`k.oid`)})::text
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype in ('p', 'u', 'f', 'c', 'x') and c.relpersistence <> 't' and ${inScope(scope)}
    order by k.conrelid, k.conname`
}

/** Indexes, by the oid of their table. The statement is printed without the schema of the table. */
export function indexesSql(scope: Scope): Sql {
  return sql`
    select x.indrelid::text, json_build_object(
      'name', i.relname, 'method', m.amname, 'unique', x.indisunique,
      'definition', replace(pg_get_indexdef(i.oid),
        ' ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' USING ', ' ' || quote_ident(c.relname) || ' USING '),
      'keys', (${INDEX_KEYS}),
      'include', (select coalesce(json_agg(a.attname order by a.attnum), '[]')
        from pg_attribute a where a.attrelid = i.oid and a.attnum > x.indnkeyatts),
      'predicate', pg_get_expr(x.indpred, x.indrelid), 'nullsNotDistinct', x.indnullsnotdistinct,
      'valid', x.indisvalid, 'ready', x.indisready,
      'ofConstraint', exists (select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x')),
      'partOf', (select ${relationName(sql`h.inhparent`)} from pg_inherits h where h.inhrelid = i.oid),
      'clustered', x.indisclustered, 'replicaIdentity', x.indisreplident, 'options', ${list(sql`i.reloptions`)},
      'comment', ${comment('pg_class', sql`i.oid`)},
      'bytes', ${scope.sizes ? sql`pg_relation_size(i.oid)` : sql`null::bigint`})::text
    from pg_index x
    join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam
    join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relpersistence <> 't' and ${inScope(scope)}
    order by x.indrelid, i.relname`
}

/** Bits of `indoption`: 1 descending, 2 nulls first. */
const INDEX_KEYS = sql`
  select json_agg(json_build_object(
      'expression', pg_get_indexdef(i.oid, s.position::int, false),
      'operatorClass', case when not o.opcdefault then o.opcname end,
      'collation', case when l.oid is not null and l.oid <> a.attcollation then quote_ident(ln.nspname) || '.' || quote_ident(l.collname) end,
      'descending', x.indoption[s.position - 1] & 1 = 1, 'nullsFirst', x.indoption[s.position - 1] & 2 = 2)
    order by s.position)
  from generate_series(1, x.indnkeyatts) s(position)
  join pg_opclass o on o.oid = x.indclass[s.position - 1]
  left join pg_collation l on l.oid = x.indcollation[s.position - 1]
  left join pg_namespace ln on ln.oid = l.collnamespace
  left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[s.position - 1] and a.attnum > 0`

/** Triggers, by the oid of their table or view. */
export function triggersSql(scope: Scope): Sql {
  return sql`
    select t.tgrelid::text, json_build_object(
      'name', t.tgname, 'definition', pg_get_triggerdef(t.oid), 'enabled', ${words(sql`t.tgenabled`, ENABLED)},
      'inherited', t.tgparentid <> 0, 'comment', ${comment('pg_trigger', sql`t.oid`)})::text
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and c.relpersistence <> 't' and ${inScope(scope)}
    order by t.tgrelid, t.tgname`
}

/** Row level security policies, by the oid of their table. */
export function policiesSql(scope: Scope): Sql {
  return sql`
    select p.polrelid::text, json_build_object(
      'name', p.polname, 'permissive', p.polpermissive,
      'command', ${words(sql`p.polcmd`, { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' })},
      'roles', (select json_agg(q.party order by q.party collate "C")
        from (select ${party(sql`member.oid`)} as party from unnest(p.polroles) member(oid)) q),
      'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
      'comment', ${comment('pg_policy', sql`p.oid`)})::text
    from pg_policy p
    join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
    where ${inScope(scope)}
    order by p.polrelid, p.polname`
}

/** Rewrite rules, by the oid of their table or view; the one that makes a view a view is its definition. */
export function rulesSql(scope: Scope): Sql {
  return sql`
    select r.ev_class::text, json_build_object('name', r.rulename, 'definition', pg_get_ruledef(r.oid) ||
      case r.ev_enabled when 'O' then '' else ' -- enabled: ' || ${words(sql`r.ev_enabled`, ENABLED)} end)::text
    from pg_rewrite r
    join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
    where r.rulename <> '_RETURN' and ${inScope(scope)}
    order by r.ev_class, r.rulename`
}

/** Extended statistics, by the oid of their table. */
export function statisticsSql(scope: Scope): Sql {
  return sql`
    select s.stxrelid::text, json_build_object('name', s.stxname, 'definition', pg_get_statisticsobjdef(s.oid))::text
    from pg_statistic_ext s
    join pg_class c on c.oid = s.stxrelid join pg_namespace n on n.oid = c.relnamespace
    where ${inScope(scope)}
    order by s.stxrelid, s.stxname`
}
