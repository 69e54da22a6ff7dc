import type {
  AlterDomainStmt,
  AlterEnumStmt,
  AlterObjectSchemaStmt,
  ClusterStmt,
  CommentStmt,
  CreateDomainStmt,
  CreateFunctionStmt,
  CreatePolicyStmt,
  CreateStatsStmt,
  GrantStmt,
  Node,
  ReindexStmt,
  VacuumStmt,
} from 'libpg-query'
import type { Action, TableName } from '../action.ts'
import { joined, nameOf, namesOf, tableOf } from './names.ts'

/** Whether an option such as `(concurrently)` or `(full)` is on. */
function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some(
    (node) => 'DefElem' in node && node.DefElem.defname === name && !isFalse(node.DefElem.arg),
  )
}

function isFalse(argument: Node | undefined): boolean {
  return argument !== undefined && /"(false|off)"|"ival":\{\}/.test(JSON.stringify(argument))
}

/** Tables among the objects of a statement. */
export function relationsIn(nodes: readonly Node[] | undefined): readonly TableName[] {
  return (nodes ?? []).flatMap((node) => ('RangeVar' in node ? [tableOf(node.RangeVar)] : []))
}

export function readReindex(statement: ReindexStmt): readonly Action[] {
  const kinds = {
    INDEX: 'index',
    TABLE: 'table',
    SCHEMA: 'schema',
    SYSTEM: 'system',
    DATABASE: 'database',
  } as const
  const what = Object.entries(kinds).find(([key]) => statement.kind?.endsWith(key))?.[1] ?? 'table'
  return [
    {
      kind: 'reindex',
      what,
      name: statement.relation ? tableOf(statement.relation) : (statement.name ?? ''),
      concurrently: hasOption(statement.params, 'concurrently'),
    },
  ]
}

export function readCluster({ relation }: ClusterStmt): readonly Action[] {
  return relation
    ? [{ kind: 'rewrite table', how: 'cluster', table: tableOf(relation) }]
    : [{ kind: 'outside only', what: 'CLUSTER' }]
}

export function readVacuum(statement: VacuumStmt): readonly Action[] {
  const tables = (statement.rels ?? []).flatMap((node) =>
    'VacuumRelation' in node ? [tableOf(node.VacuumRelation.relation)] : [],
  )
  if (statement.is_vacuumcmd !== true) return tables.map((table) => ({ kind: 'set light', table }))
  const rewritten: readonly Action[] = hasOption(statement.options, 'full')
    ? tables.map((table) => ({ kind: 'rewrite table', how: 'vacuum full', table }))
    : []
  return [{ kind: 'outside only', what: 'VACUUM' }, ...rewritten]
}

export function readPolicy(statement: CreatePolicyStmt): readonly Action[] {
  const restrictive = statement.permissive !== true
  return [{ kind: 'policy', change: 'create', table: tableOf(statement.table), restrictive }]
}

export function readGrant(statement: GrantStmt): readonly Action[] {
  const privileges = (statement.privileges ?? []).flatMap((node) =>
    'AccessPriv' in node && node.AccessPriv.priv_name ? [node.AccessPriv.priv_name] : [],
  )
  const to = (statement.grantees ?? []).map((node) =>
    'RoleSpec' in node ? (node.RoleSpec.rolename ?? 'public') : '',
  )
  return [
    {
      kind: statement.is_grant === true ? 'grant' : 'revoke',
      tables: relationsIn(statement.objects),
      what: privileges.length > 0 ? privileges.join(', ') : 'all',
      to: to.join(', '),
    },
  ]
}

export function readDomain(statement: CreateDomainStmt): readonly Action[] {
  const constrained = (statement.constraints ?? []).some(
    (node) =>
      'Constraint' in node &&
      ['CONSTR_CHECK', 'CONSTR_NOTNULL'].includes(node.Constraint.contype ?? ''),
  )
  return [{ kind: 'create domain', name: joined(namesOf(statement.domainname)), constrained }]
}

/** Subtype letters of the grammar: C adds a constraint, O sets NOT NULL, V validates. */
export function readAlterDomain(statement: AlterDomainStmt): readonly Action[] {
  const { def, subtype, name } = statement
  const constraint = def && 'Constraint' in def ? def.Constraint : undefined
  const adds = subtype === 'C' || subtype === 'O'
  return [
    {
      kind: 'alter domain',
      domain: joined(namesOf(statement.typeName)),
      adds,
      validates: (adds && constraint?.skip_validation !== true) || subtype === 'V',
      name: constraint?.conname ?? name,
    },
  ]
}

export function readEnum(statement: AlterEnumStmt): readonly Action[] {
  const change = statement.oldVal === undefined ? 'add' : 'rename'
  const type = joined(namesOf(statement.typeName))
  const value = statement.oldVal ?? statement.newVal ?? ''
  return [{ kind: 'enum value', type, change, value }]
}

export function readFunction(statement: CreateFunctionStmt): readonly Action[] {
  return [
    {
      kind: 'create function',
      name: joined(namesOf(statement.funcname)),
      securityDefiner: hasOption(statement.options, 'security'),
    },
  ]
}

export function readSetSchema(statement: AlterObjectSchemaStmt): readonly Action[] {
  const isTable = statement.objectType === 'OBJECT_TABLE'
  const table = statement.relation ? tableOf(statement.relation) : nameOf(statement.object)
  return [{ kind: 'set schema', what: isTable ? 'table' : 'other', table }]
}

/** `comment on table` names the table; `on column` names it before the column. */
export function readComment(statement: CommentStmt): readonly Action[] {
  const parts = nameOf(statement.object).split('.')
  if (statement.objtype === 'OBJECT_TABLE') return [{ kind: 'set light', table: parts.join('.') }]
  if (statement.objtype === 'OBJECT_COLUMN') {
    return [{ kind: 'set light', table: joined(parts.slice(0, -1)) }]
  }
  return [{ kind: 'other' }]
}

export function readStatistics({ relations }: CreateStatsStmt): readonly Action[] {
  return relationsIn(relations).map((table) => ({ kind: 'set light', table }))
}
