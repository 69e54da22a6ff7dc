import type { CreateStmt, DropStmt, IndexStmt, RenameStmt } from 'libpg-query'
import type { Action, ColumnFacts } from '../action.ts'
import { joined, nameOf, tableOf } from './names.ts'
import { readColumn, readConstraint } from './read-constraint.ts'

/** What `create table` makes. */
export function readCreateTable(statement: CreateStmt): readonly Action[] {
  const elements = statement.tableElts ?? []
  return [
    {
      kind: 'create table',
      table: tableOf(statement.relation),
      columns: elements.flatMap(columnIn),
      constraints: elements.flatMap((node) =>
        'Constraint' in node ? (readConstraint(node.Constraint) ?? []) : [],
      ),
      partitionOf: statement.partbound ? nameOf(statement.inhRelations?.[0]) : undefined,
      partitioned: statement.partspec !== undefined,
      like: elements.flatMap((node) =>
        'TableLikeClause' in node ? [tableOf(node.TableLikeClause.relation)] : [],
      ),
    },
  ]
}

function columnIn(node: NonNullable<CreateStmt['tableElts']>[number]): readonly ColumnFacts[] {
  return 'ColumnDef' in node ? [readColumn(node.ColumnDef)] : []
}

/** What `create index` makes. */
export function readCreateIndex(statement: IndexStmt): readonly Action[] {
  return [
    {
      kind: 'create index',
      table: tableOf(statement.relation),
      name: statement.idxname,
      columns: (statement.indexParams ?? []).flatMap((node) =>
        'IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : [],
      ),
      unique: statement.unique === true,
      concurrently: statement.concurrent === true,
      only: statement.relation?.inh !== true,
      ifNotExists: statement.if_not_exists === true,
    },
  ]
}

/** What `drop ...` takes away. */
export function readDrop(statement: DropStmt): readonly Action[] {
  const objects = statement.objects ?? []
  const cascade = statement.behavior === 'DROP_CASCADE'
  const names = objects.map(nameOf)
  if (statement.removeType === 'OBJECT_TABLE')
    return [{ kind: 'drop table', tables: names, cascade }]
  if (statement.removeType === 'OBJECT_INDEX') {
    const concurrently = statement.concurrent === true
    return [{ kind: 'drop index', indexes: names, concurrently, cascade }]
  }
  const what = WORDS[statement.removeType ?? ''] ?? wordOf(statement.removeType)
  return names.map((name) => droppedObject(what, name, cascade))
}

/** `drop trigger t on u` and `drop policy p on u` name the table first. */
function droppedObject(what: string, name: string, cascade: boolean): Action {
  if (what !== 'policy' && what !== 'trigger' && what !== 'rule') {
    return { kind: 'drop object', what, name, table: undefined, cascade }
  }
  const parts = name.split('.')
  const table = joined(parts.slice(0, -1))
  if (what === 'policy') return { kind: 'policy', change: 'drop', table, restrictive: false }
  return { kind: 'drop object', what, name: parts.at(-1) ?? '', table, cascade }
}

const WORDS: Readonly<Record<string, string>> = {
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FOREIGN_TABLE: 'foreign table',
}

function wordOf(type: string | undefined): string {
  return (type ?? '').replace('OBJECT_', '').replaceAll('_', ' ').toLowerCase()
}

/** What is renamed. */
export function readRename(statement: RenameStmt): readonly Action[] {
  const what = RENAMED[statement.renameType ?? ''] ?? 'other'
  const ofTable = what === 'column' && statement.relationType !== 'OBJECT_TABLE' ? 'other' : what
  const table = statement.relation ? tableOf(statement.relation) : nameOf(statement.object)
  const from = statement.subname ?? table
  return [{ kind: 'rename', what: ofTable, table, from, to: statement.newname ?? '' }]
}

const RENAMED: Readonly<
  Record<string, 'table' | 'column' | 'constraint' | 'index' | 'view' | 'schema' | 'type'>
> = {
  OBJECT_TABLE: 'table',
  OBJECT_COLUMN: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_INDEX: 'index',
  OBJECT_VIEW: 'view',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
}
