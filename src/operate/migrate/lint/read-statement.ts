import type {
  AlterExtensionStmt,
  AlterPolicyStmt,
  CompositeTypeStmt,
  CreatedbStmt,
  CreateEnumStmt,
  CreateTableAsStmt,
  CreateTrigStmt,
  Node,
  RefreshMatViewStmt,
  TruncateStmt,
  ViewStmt,
} from 'libpg-query'
import type { Action } from '../action.ts'
import { joined, namesOf, tableOf } from './names.ts'
import { readAlterTable } from './read-alter-table.ts'
import {
  readAlterDomain,
  readCluster,
  readComment,
  readDomain,
  readEnum,
  readFunction,
  readGrant,
  readPolicy,
  readReindex,
  readSetSchema,
  readStatistics,
  readVacuum,
  relationsIn,
} from './read-object.ts'
import {
  readDelete,
  readInsert,
  readLock,
  readSelect,
  readSet,
  readTransaction,
  readUpdate,
} from './read-row.ts'
import { readCreateIndex, readCreateTable, readDrop, readRename } from './read-table.ts'

/** What a parsed statement does. A form that is not known does `other`: it is judged by no rule. */
export function readStatement(node: Node): readonly Action[] {
  const [[kind, statement] = ['', undefined]] = Object.entries(node)
  const read = READERS[kind]
  // The grammar's own name says which form it has: the reader under that name takes just that form.
  return read ? read(statement as never) : [{ kind: 'other' }]
}

const READERS: Readonly<Partial<Record<string, (statement: never) => readonly Action[]>>> = {
  AlterTableStmt: readAlterTable,
  CreateStmt: readCreateTable,
  IndexStmt: readCreateIndex,
  DropStmt: readDrop,
  RenameStmt: readRename,
  ReindexStmt: readReindex,
  ClusterStmt: readCluster,
  VacuumStmt: readVacuum,
  CreatePolicyStmt: readPolicy,
  GrantStmt: readGrant,
  CreateDomainStmt: readDomain,
  AlterDomainStmt: readAlterDomain,
  AlterEnumStmt: readEnum,
  CreateFunctionStmt: readFunction,
  AlterObjectSchemaStmt: readSetSchema,
  CommentStmt: readComment,
  CreateStatsStmt: readStatistics,
  UpdateStmt: readUpdate,
  DeleteStmt: readDelete,
  InsertStmt: readInsert,
  LockStmt: readLock,
  TransactionStmt: readTransaction,
  VariableSetStmt: readSet,
  SelectStmt: readSelect,
  AlterPolicyStmt: ({ table }: AlterPolicyStmt) => [
    { kind: 'policy', change: 'alter', table: tableOf(table), restrictive: false },
  ],
  CreateTableAsStmt: ({ into, objtype }: CreateTableAsStmt) =>
    objtype === 'OBJECT_MATVIEW'
      ? [{ kind: 'create view', name: tableOf(into?.rel), replace: false, materialized: true }]
      : [emptyTable(tableOf(into?.rel))],
  ViewStmt: ({ view, replace }: ViewStmt) => [
    { kind: 'create view', name: tableOf(view), replace: replace === true, materialized: false },
  ],
  RefreshMatViewStmt: ({ relation, concurrent }: RefreshMatViewStmt) => [
    { kind: 'refresh', name: tableOf(relation), concurrently: concurrent === true },
  ],
  TruncateStmt: ({ relations, behavior }: TruncateStmt) => [
    { kind: 'truncate', tables: relationsIn(relations), cascade: behavior === 'DROP_CASCADE' },
  ],
  CreateTrigStmt: ({ relation }: CreateTrigStmt) => [
    { kind: 'create trigger', table: tableOf(relation) },
  ],
  CreateEnumStmt: ({ typeName }: CreateEnumStmt) => [
    { kind: 'create type', name: joined(namesOf(typeName)) },
  ],
  CompositeTypeStmt: ({ typevar }: CompositeTypeStmt) => [
    { kind: 'create type', name: tableOf(typevar) },
  ],
  AlterExtensionStmt: ({ extname }: AlterExtensionStmt) => [
    { kind: 'update extension', name: extname ?? '' },
  ],
  CreatedbStmt: ({ dbname }: CreatedbStmt) => [
    { kind: 'outside only', what: `CREATE DATABASE ${dbname ?? ''}` },
  ],
  DropdbStmt: () => [{ kind: 'outside only', what: 'DROP DATABASE' }],
  AlterSystemStmt: () => [{ kind: 'outside only', what: 'ALTER SYSTEM' }],
}

function emptyTable(table: string): Action {
  return {
    kind: 'create table',
    table,
    columns: [],
    constraints: [],
    partitionOf: undefined,
    partitioned: false,
    like: [],
  }
}
