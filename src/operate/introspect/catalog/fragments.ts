import { join, literal, type Sql, sql } from '../../../sql/sql.ts'

/** What a reading of the catalog is limited to, and what the server is. */
export interface Scope {
  /** Null: every schema that is not the system's. */
  readonly schemas: readonly string[] | null
  /** 15 to 18. */
  readonly major: number
  /** Asking for sizes looks at files and waits for exclusive locks. */
  readonly sizes: boolean
}

/** Schemas of users. Temporary ones begin with `pg_`, as all do that PostgreSQL keeps for itself. */
export function inScope({ schemas }: Scope): Sql {
  if (schemas !== null) return sql`n.nspname = any(${schemas})`
  return sql`n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`
}

/** What an extension brought is told by its name and version. */
export function notOfExtension(catalog: string, oid: Sql): Sql {
  return sql`not exists (
    select from pg_depend member
    where member.classid = ${literal(catalog)}::regclass and member.objid = ${oid} and member.deptype = 'e')`
}

/** Our owner: whoever owns the schema `architect`, and before there is one, the database. */
const OUR_OWNER = sql`coalesce(
  (select nspowner from pg_namespace where nspname = 'architect'),
  (select datdba from pg_database where datname = current_database()))`

/** A role by its part, as {@link Party}. */
export function party(oid: Sql): Sql {
  return sql`case
    when ${oid} = 0 then 'public'
    when ${oid} = ${OUR_OWNER} then 'owner'
    else (select case r.rolname when 'architect_app' then 'app' when 'architect_reader' then 'reader' else 'role ' || r.rolname end
      from pg_roles r where r.oid = ${oid}) end`
}

/** Kinds of objects as `acldefault` names them. */
export type GrantedKind = 'r' | 's' | 'f' | 'T' | 'n'

/**
 * The grants on an object, whether its ACL was ever written or not: what the owner has anyway is left out, and
 * what an owner lacks is said. Versions differ in what an owner has (MAINTAIN since 17).
 */
export function grants(acl: Sql, kind: GrantedKind, owner: Sql): Sql {
  return grantList(sql`
    ${granted(sql`coalesce(${acl}, acldefault(${literal(kind)}, ${owner}))`, owner)}
    union all
    select 'owner', 'no ' || lower(d.privilege_type), false
    from aclexplode(acldefault(${literal(kind)}, ${owner})) d
    where d.grantee = ${owner} and ${acl} is not null and not exists (
      select from aclexplode(${acl}) a where a.grantee = ${owner} and a.privilege_type = d.privilege_type)`)
}

/** Grants that were written down, where those that nobody wrote are none: of columns and of objects to come. */
export function writtenGrants(acl: Sql, owner: Sql): Sql {
  return sql`case when ${acl} is null then '[]' else ${grantList(granted(acl, owner))} end`
}

function granted(acl: Sql, owner: Sql): Sql {
  return sql`
    select ${party(sql`a.grantee`)} as party, lower(a.privilege_type) as privilege, bool_or(a.is_grantable) as grantable
    from aclexplode(${acl}) a where a.grantee <> ${owner} group by 1, 2`
}

function grantList(rows: Sql): Sql {
  return sql`(
    select coalesce(json_agg(json_build_object('to', g.party, 'privilege', g.privilege, 'grantable', g.grantable)
      order by g.party collate "C", g.privilege collate "C"), '[]')
    from (${rows}) g)`
}

/** The comment on an object. */
export function comment(catalog: string, oid: Sql): Sql {
  return sql`obj_description(${oid}, ${literal(catalog)})`
}

/** A one-letter code of the catalog in words. */
export function words(code: Sql, meanings: Readonly<Record<string, string>>): Sql {
  const cases = Object.entries(meanings).map(
    ([letter, word]) => sql`when ${literal(letter)} then ${literal(word)}`,
  )
  return sql`case ${code} ${join(cases, ' ')} end`
}

/** Strings of an array column; an absent array is empty. */
export function list(array: Sql): Sql {
  return sql`coalesce(to_json(${array}), '[]')`
}

/** `schema.name`, quoted where needed. Of no row: null. */
export function relationName(oid: Sql): Sql {
  return sql`(select quote_ident(rn.nspname) || '.' || quote_ident(rc.relname)
    from pg_class rc join pg_namespace rn on rn.oid = rc.relnamespace where rc.oid = ${oid})`
}

/** Names of the columns with these numbers, in this order. */
export function columnNames(relation: Sql, numbers: Sql): Sql {
  return sql`(select coalesce(json_agg(ca.attname order by part.position), '[]')
    from unnest(${numbers}) with ordinality part(number, position)
    join pg_attribute ca on ca.attrelid = ${relation} and ca.attnum = part.number)`
}
