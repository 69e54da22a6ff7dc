import type { Predicate, Scalar } from '../../../sql/predicate.ts'
import { allOf } from '../../../sql/predicate.ts'
import { columnsOf, type PredicateScope, predicateSql } from '../../../sql/predicate-sql.ts'
import { ident, join, literal, type Sql, sql } from '../../../sql/sql.ts'
import type { Design, Policy, Who } from '../../design.ts'
import { grantsSql } from './grants.ts'
import { print } from './print.ts'

/** Names of what the wall is made of begin like this, so that a new wall can replace the old one. */
const PREFIX = 'architect_'

const HEAD = `-- The second wall: row level security from the same rules, for SQL roles other than the owner of the tables.
-- The server connects as the owner and carries the rules in its statements, so the wall costs it nothing.
-- A session says who it is with app.actor (an id) and app.roles (names with commas between); without it, it is anonymous.
-- Where a rule looks at other rows it is asked through a function once for every row, which is slow on long lists:
-- the function sees those rows as the server does, whatever walls stand before them, and no rule can ask itself.
do $wall$
declare
  old record;
begin
  for old in
    select tablename, policyname from pg_policies
    where schemaname = 'public' and policyname like 'architect\\_%'
  loop
    execute format('drop policy %I on public.%I', old.policyname, old.tablename);
  end loop;
  for old in
    select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'architect'::regnamespace and p.proname like 'may\\_%'
  loop
    execute format('drop function %s', old.signature);
  end loop;
end
$wall$;`

const ACTOR = sql`(select nullif(current_setting('app.actor', true), ''))::uuid`
const ROLES = sql`coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}')`

/** Row level security, roles and grants of a design. May run again and again: it replaces itself. */
export function wallSql(design: Design): string {
  const tables = design.tables.map((table) => {
    const policies = design.policies.filter((policy) => policy.table === table.name)
    const enable = `alter table ${print(ident(table.name))} enable row level security;`
    return [enable, ...policies.map((policy, at) => policySql(policy, at + 1, design))].join('\n')
  })
  return `${[HEAD, ...tables, grantsSql(design)].join('\n\n')}\n`
}

const COMMANDS: Readonly<Record<Policy['operation'], Sql>> = {
  read: sql`select`,
  create: sql`insert`,
  update: sql`update`,
  delete: sql`delete`,
}

function policySql(policy: Policy, at: number, design: Design): string {
  const name = `${PREFIX}${policy.operation}_${at}`
  const predicate = allOf([
    ...whoTerms(policy.who),
    ...setByActor(policy, design),
    policy.permitted,
  ])
  const ask = looksElsewhere(predicate) ? askFunction(policy, at) : undefined
  const condition = ask?.call ?? predicateSql(predicate, scopeOf(columnsOf(policy.table)))
  const create = sql`create policy ${ident(name)} on ${ident(policy.table)} for ${COMMANDS[policy.operation]}\n  ${clauses(policy.operation, condition)}`
  return [
    `-- ${policy.operation}: ${policy.prose}`,
    ...(ask === undefined ? [] : [`${print(ask.create(predicate))};`]),
    `${print(create)};`,
  ].join('\n')
}

/** A row that is written has to be permitted as it was and as it will be. */
function clauses(operation: Policy['operation'], condition: Sql): Sql {
  switch (operation) {
    case 'read':
    case 'delete':
      return sql`using (${condition})`
    case 'create':
      return sql`with check (${condition})`
    case 'update':
      return sql`using (${condition})\n  with check (${condition})`
  }
}

interface AskFunction {
  readonly call: Sql
  readonly create: (predicate: Predicate) => Sql
}

function askFunction(policy: Policy, at: number): AskFunction {
  const name = ident('architect', `may_${policy.operation}_${policy.table}_${at}`)
  return {
    call: sql`${name}(${ident(policy.table)})`,
    create: (
      predicate,
    ) => sql`create function ${name}(candidate ${ident(policy.table)}) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select ${predicateSql(predicate, scopeOf(columnsOf('candidate')))} $rule$`,
  }
}

function scopeOf(row: (column: string) => Sql): PredicateScope {
  return {
    rows: [row],
    actor: ACTOR,
    signedIn: sql`${ACTOR} is not null`,
    role: (anyOf) =>
      sql`${ROLES} && array[${join(
        anyOf.map((role) => literal(role)),
        ', ',
      )}]`,
  }
}

function whoTerms(who: Who): readonly Predicate[] {
  return [
    ...(who.signedIn ? [{ kind: 'signedIn' } as const] : []),
    ...who.roles.map((anyOf) => ({ kind: 'role', anyOf }) as const),
    ...who.without.map((role) => ({ kind: 'not', term: { kind: 'role', anyOf: [role] } }) as const),
  ]
}

/** The server writes these fields itself; who comes by SQL must not write another's name. */
function setByActor(policy: Policy, design: Design): readonly Predicate[] {
  if (policy.operation !== 'create') return []
  const resource = design.resources.find(({ name }) => name === policy.resource)
  return (resource?.fields ?? [])
    .filter(({ setBy }) => setBy === 'actor')
    .map(({ column }) => ({
      kind: 'compare',
      left: { kind: 'column', column, up: 0 },
      op: '=',
      right: { kind: 'actor' },
    }))
}

function looksElsewhere(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'true':
    case 'false':
    case 'signedIn':
    case 'role':
      return false
    case 'exists':
    case 'count':
      return true
    case 'not':
      return looksElsewhere(predicate.term)
    case 'and':
    case 'or':
      return predicate.terms.some(looksElsewhere)
    case 'compare':
      return (
        isLookup(predicate.left) || (predicate.right.kind !== 'list' && isLookup(predicate.right))
      )
  }
}

function isLookup(scalar: Scalar): boolean {
  return scalar.kind === 'lookup'
}
