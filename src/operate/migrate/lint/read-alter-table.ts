import type { AlterTableCmd, AlterTableStmt, PartitionCmd } from 'libpg-query'
import type { Action, TableName } from '../action.ts'
import { columnsIn } from './expressions.ts'
import { nameOf, tableOf, typeOf } from './names.ts'
import { readColumn, readConstraint } from './read-constraint.ts'

/** What `alter table`, `alter index` and `alter view` do: one action a command. */
export function readAlterTable(statement: AlterTableStmt): readonly Action[] {
  const table = tableOf(statement.relation)
  const commands = (statement.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  )
  if (statement.objtype === 'OBJECT_INDEX') {
    return commands.map((command) => attachedIndex(command, table))
  }
  if (statement.objtype !== 'OBJECT_TABLE' && statement.objtype !== undefined) {
    return [{ kind: 'other' }]
  }
  return commands.map((command) => readCommand(command, table))
}

function attachedIndex(command: AlterTableCmd, index: string): Action {
  const partition = partitionOf(command)
  return command.subtype === 'AT_AttachPartition' && partition
    ? { kind: 'attach index', index, part: tableOf(partition.name) }
    : { kind: 'other' }
}

function readCommand(command: AlterTableCmd, table: TableName): Action {
  const subtype = command.subtype ?? ''
  return (
    SIMPLE[subtype]?.(table, command.name ?? '') ??
    defined(command, table) ??
    partitioned(command, table) ?? { kind: 'other' }
  )
}

type Simple = (table: TableName, name: string) => Action

const light: Simple = (table) => ({ kind: 'set light', table })
const toggled: Simple = (table) => ({ kind: 'toggle trigger', table })
const other: Simple = (table) => ({ kind: 'set table', what: 'other', table })
const policy = (change: 'enable' | 'disable' | 'force' | 'no force'): Simple => {
  return (table) => ({ kind: 'policy', change, table, restrictive: false })
}
const rewrite = (how: 'set logged' | 'set unlogged' | 'access method' | 'tablespace'): Simple => {
  return (table) => ({ kind: 'rewrite table', how, table })
}
const column = (
  kind: 'set not null' | 'drop not null' | 'set expression' | 'drop expression' | 'add identity',
): Simple => {
  return (table, name) => ({ kind, table, column: name })
}

/** Commands that say all in their name. */
const SIMPLE: Readonly<Partial<Record<string, Simple>>> = {
  AT_SetNotNull: column('set not null'),
  AT_DropNotNull: column('drop not null'),
  AT_SetExpression: column('set expression'),
  AT_DropExpression: column('drop expression'),
  AT_AddIdentity: column('add identity'),
  AT_ValidateConstraint: (table, name) => ({ kind: 'validate constraint', table, name }),
  AT_SetLogged: rewrite('set logged'),
  AT_SetUnLogged: rewrite('set unlogged'),
  AT_SetAccessMethod: rewrite('access method'),
  AT_SetTableSpace: rewrite('tablespace'),
  AT_SetStatistics: light,
  AT_SetOptions: light,
  AT_ResetOptions: light,
  AT_SetRelOptions: light,
  AT_ResetRelOptions: light,
  AT_ClusterOn: light,
  AT_DropCluster: light,
  AT_SetStorage: (table) => ({ kind: 'set table', what: 'storage', table }),
  AT_SetCompression: other,
  AT_ChangeOwner: (table) => ({ kind: 'set table', what: 'owner', table }),
  AT_ReplicaIdentity: (table) => ({ kind: 'set table', what: 'replica identity', table }),
  AT_AddInherit: other,
  AT_DropInherit: other,
  AT_DropIdentity: other,
  AT_SetIdentity: other,
  AT_AlterConstraint: other,
  AT_EnableRowSecurity: policy('enable'),
  AT_DisableRowSecurity: policy('disable'),
  AT_ForceRowSecurity: policy('force'),
  AT_NoForceRowSecurity: policy('no force'),
  AT_EnableTrig: toggled,
  AT_EnableTrigAll: toggled,
  AT_EnableTrigUser: toggled,
  AT_EnableAlwaysTrig: toggled,
  AT_EnableReplicaTrig: toggled,
  AT_DisableTrig: toggled,
  AT_DisableTrigAll: toggled,
  AT_DisableTrigUser: toggled,
}

/** Commands that carry a definition. */
function defined(command: AlterTableCmd, table: TableName): Action | undefined {
  const { subtype, def, name = '' } = command
  const cascade = command.behavior === 'DROP_CASCADE'
  if (subtype === 'AT_DropColumn') return { kind: 'drop column', table, column: name, cascade }
  if (subtype === 'AT_DropConstraint') return { kind: 'drop constraint', table, name, cascade }
  if (subtype === 'AT_ColumnDefault') {
    return { kind: def ? 'set default' : 'drop default', table, column: name }
  }
  return columnChange(command, table) ?? addedConstraint(command, table)
}

function columnChange(command: AlterTableCmd, table: TableName): Action | undefined {
  const { subtype, def, name = '' } = command
  if (!(def && 'ColumnDef' in def)) return undefined
  return subtype === 'AT_AddColumn'
    ? { kind: 'add column', table, column: readColumn(def.ColumnDef) }
    : alteredType({ command, table, column: name })
}

function addedConstraint({ def }: AlterTableCmd, table: TableName): Action | undefined {
  if (!(def && 'Constraint' in def)) return undefined
  const constraint = readConstraint(def.Constraint)
  return constraint ? { kind: 'add constraint', table, constraint } : undefined
}

function alteredType(altered: {
  readonly command: AlterTableCmd
  readonly table: TableName
  readonly column: string
}): Action | undefined {
  const { command, table, column: name } = altered
  const { def } = command
  if (!(def && 'ColumnDef' in def)) return undefined
  const { typeName, raw_default, collClause } = def.ColumnDef
  return {
    kind: 'alter type',
    table,
    column: name,
    type: typeOf(typeName),
    using: raw_default !== undefined && !isPlainCast(raw_default, name),
    collation: collClause !== undefined,
  }
}

/** `using name::type` is what PostgreSQL does anyway. */
function isPlainCast(expression: object, name: string): boolean {
  if (!('TypeCast' in expression)) return false
  return columnsIn(expression.TypeCast).join() === name
}

function partitionOf(command: AlterTableCmd): PartitionCmd | undefined {
  return command.def && 'PartitionCmd' in command.def ? command.def.PartitionCmd : undefined
}

function partitioned(command: AlterTableCmd, table: TableName): Action | undefined {
  const found = partitionOf(command)
  if (!found) return undefined
  const partition = nameOf(found.name ? { RangeVar: found.name } : undefined)
  switch (command.subtype) {
    case 'AT_AttachPartition':
      return { kind: 'attach partition', table, partition }
    case 'AT_DetachPartition': {
      const how = found.concurrent === true ? 'concurrently' : 'blocking'
      return { kind: 'detach partition', table, partition, how }
    }
    case 'AT_DetachPartitionFinalize':
      return { kind: 'detach partition', table, partition, how: 'finalize' }
    default:
      return undefined
  }
}
