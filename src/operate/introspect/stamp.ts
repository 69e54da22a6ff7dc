import type { Transaction } from '../../engine/ports/database.ts'
import { compile, sql } from '../../sql/sql.ts'

/**
 * A text that is the same as long as nobody touched the catalog rows of the schemas `public` and `architect`. It is
 * far cheaper than reading the schema, and it errs on one side only: a restore or a `reindex` changes it although
 * the schema is the same. Each change of a catalog row gives the row another `xmin`; what VACUUM and ANALYZE write
 * there, they write in place.
 *
 * @see https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
export async function catalogStamp(session: Pick<Transaction, 'query'>): Promise<string> {
  const { rows } = await session.query(compile(STAMP))
  return rows[0]?.[0] ?? ''
}

/** Rows of `pg_description` and `pg_event_trigger` below this oid came with the server. */
const FIRST_OID = 16_384

const STAMP = sql`
  with spaces as materialized (select oid from pg_namespace where nspname in ('public', 'architect')),
    relations as materialized (select c.oid from pg_class c where c.relnamespace in (select oid from spaces))
  select md5(string_agg(fact, ',' order by fact collate "C")) from (
    select 'n ' || n.oid || ' ' || n.xmin from pg_namespace n where n.oid in (select oid from spaces)
    union all select 'c ' || c.oid || ' ' || c.xmin from pg_class c where c.relnamespace in (select oid from spaces)
    union all select 'a ' || a.attrelid || ' ' || a.attnum || ' ' || a.xmin
      from relations r join pg_attribute a on a.attrelid = r.oid where a.attnum > 0
    union all select 'd ' || d.oid || ' ' || d.xmin from relations r join pg_attrdef d on d.adrelid = r.oid
    union all select 'k ' || k.oid || ' ' || k.xmin from pg_constraint k where k.connamespace in (select oid from spaces)
    union all select 'i ' || i.indexrelid || ' ' || i.xmin from relations r join pg_index i on i.indrelid = r.oid
    union all select 'p ' || p.oid || ' ' || p.xmin from pg_policy p
    union all select 't ' || t.oid || ' ' || t.xmin from relations r join pg_trigger t on t.tgrelid = r.oid
    union all select 'r ' || w.oid || ' ' || w.xmin from relations r join pg_rewrite w on w.ev_class = r.oid
    union all select 'f ' || f.oid || ' ' || f.xmin from pg_proc f where f.pronamespace in (select oid from spaces)
    union all select 'y ' || y.oid || ' ' || y.xmin from pg_type y where y.typnamespace in (select oid from spaces)
    union all select 'l ' || l.oid || ' ' || l.xmin from pg_enum l
    union all select 's ' || s.seqrelid || ' ' || s.xmin from pg_sequence s
    union all select 'x ' || x.oid || ' ' || x.xmin from pg_statistic_ext x
    union all select 'e ' || e.oid || ' ' || e.xmin from pg_event_trigger e where e.oid >= ${FIRST_OID}
    union all select 'g ' || g.oid || ' ' || g.xmin from pg_default_acl g
    union all select 'm ' || m.objoid || ' ' || m.objsubid || ' ' || m.classoid || ' ' || m.xmin
      from pg_description m where m.objoid >= ${FIRST_OID}
    union all select 'o ' || h.inhrelid || ' ' || h.inhparent || ' ' || h.xmin from pg_inherits h
  ) facts(fact)`
