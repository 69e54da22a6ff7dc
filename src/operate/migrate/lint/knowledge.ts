import type { Action, ColumnFacts, ColumnType, ConstraintFacts, TableName } from '../action.ts'

/** What the migrations so far say about the schema. A table they do not create is taken to exist and to hold rows. */
export interface Knowledge {
  table(name: TableName): KnownTable | undefined
  /** Created by this very migration: it holds no rows and nobody uses it yet. */
  isNew(name: TableName): boolean
  /** The table of an index, where its creation was seen. */
  indexOf(name: string): KnownIndex | undefined
  /** A domain with a constraint. */
  isConstrainedDomain(type: string): boolean
  /** Tables with a column of this domain. */
  tablesWith(type: string): readonly TableName[]
  /** Tables that reference this one. */
  referencing(name: TableName): readonly TableName[]
  partitionsOf(name: TableName): readonly TableName[]
  isNewType(name: string): boolean
  learn(action: Action): void
  /** The next migration: what the last one created is old. */
  startFile(): void
}

export interface KnownTable {
  readonly columns: ReadonlyMap<string, ColumnFacts>
  readonly constraints: readonly ConstraintFacts[]
  readonly partitionOf: TableName | undefined
  readonly partitioned: boolean
}

export interface KnownIndex {
  readonly table: TableName
  readonly unique: boolean
  readonly columns: readonly string[]
}

interface Memory {
  readonly tables: Map<TableName, KnownTable>
  readonly indexes: Map<string, KnownIndex>
  readonly domains: Map<string, boolean>
  readonly fresh: Set<string>
}

/** Starts knowing nothing. */
export function createKnowledge(): Knowledge {
  const memory: Memory = {
    tables: new Map(),
    indexes: new Map(),
    domains: new Map(),
    fresh: new Set(),
  }
  const { tables, indexes, domains, fresh } = memory
  const tablesWhere = (holds: (table: KnownTable) => boolean): readonly TableName[] =>
    [...tables].filter(([, table]) => holds(table)).map(([name]) => name)
  return {
    table: (name) => tables.get(name),
    isNew: (name) => fresh.has(name),
    indexOf: (name) => indexes.get(name),
    isConstrainedDomain: (type) => domains.get(type) === true,
    tablesWith: (type) =>
      tablesWhere(({ columns }) => [...columns.values()].some((c) => c.type.name === type)),
    referencing: (name) =>
      tablesWhere(({ constraints }) => constraints.some((c) => c.references === name)),
    partitionsOf: (name) => tablesWhere(({ partitionOf }) => partitionOf === name),
    isNewType: (name) => fresh.has(`type ${name}`),
    learn: (action) => learn(memory, action),
    startFile: () => fresh.clear(),
  }
}

function learn(memory: Memory, action: Action): void {
  learnTable(memory, action)
  learnRename(memory, action)
  learnColumn(memory, action)
  learnConstraint(memory, action)
  learnIndex(memory, action)
}

function learnTable({ tables, domains, fresh }: Memory, action: Action): void {
  switch (action.kind) {
    case 'create table':
      tables.set(action.table, tableMade(action))
      if (action.partitionOf === undefined) fresh.add(action.table)
      return
    case 'drop table':
      for (const name of action.tables) tables.delete(name)
      return
    case 'create domain':
      domains.set(action.name, action.constrained)
      return
    case 'create type':
      fresh.add(`type ${action.name}`)
      return
    case 'create view':
      if (!action.replace) fresh.add(action.name)
      return
    default:
  }
}

function learnRename({ tables, fresh }: Memory, action: Action): void {
  if (action.kind !== 'rename' || action.what !== 'table') return
  const known = tables.get(action.table)
  if (known) tables.set(action.to, known)
  if (fresh.has(action.table)) fresh.add(action.to)
}

function tableMade(action: Extract<Action, { kind: 'create table' }>): KnownTable {
  const inline = action.columns.flatMap((column) => column.constraints)
  return {
    columns: new Map(action.columns.map((column) => [column.name, column])),
    constraints: [...action.constraints, ...inline],
    partitionOf: action.partitionOf,
    partitioned: action.partitioned,
  }
}

function learnColumn(memory: Memory, action: Action): void {
  switch (action.kind) {
    case 'add column':
      setColumn(memory, action.table, action.column)
      return
    case 'alter type':
      changeColumn(memory, action, { type: action.type })
      return
    case 'set not null':
      changeColumn(memory, action, { notNull: true })
      return
    case 'drop not null':
      changeColumn(memory, action, { notNull: false })
      return
    default:
  }
}

function changeColumn(
  memory: Memory,
  { table, column }: { readonly table: TableName; readonly column: string },
  change: { readonly type?: ColumnType; readonly notNull?: boolean },
): void {
  const known = memory.tables.get(table)?.columns.get(column)
  if (known) setColumn(memory, table, { ...known, ...change })
}

function setColumn({ tables }: Memory, table: TableName, column: ColumnFacts): void {
  const known = tables.get(table) ?? UNSEEN
  tables.set(table, {
    ...known,
    columns: new Map([...known.columns, [column.name, column]]),
    constraints: [...known.constraints, ...column.constraints],
  })
}

const UNSEEN: KnownTable = {
  columns: new Map(),
  constraints: [],
  partitionOf: undefined,
  partitioned: false,
}

function learnConstraint({ tables }: Memory, action: Action): void {
  const change = constraintChange(action)
  if (!change) return
  const known = tables.get(change.table) ?? UNSEEN
  tables.set(change.table, { ...known, constraints: change.to(known.constraints) })
}

interface ConstraintChange {
  readonly table: TableName
  readonly to: (constraints: readonly ConstraintFacts[]) => readonly ConstraintFacts[]
}

function constraintChange(action: Action): ConstraintChange | undefined {
  switch (action.kind) {
    case 'add constraint':
      return { table: action.table, to: (all) => [...all, action.constraint] }
    case 'validate constraint':
      return {
        table: action.table,
        to: (all) => all.map((c) => (c.name === action.name ? { ...c, validates: true } : c)),
      }
    case 'drop constraint':
      return { table: action.table, to: (all) => all.filter((c) => c.name !== action.name) }
    default:
      return undefined
  }
}

function learnIndex({ tables, indexes, fresh }: Memory, action: Action): void {
  switch (action.kind) {
    case 'create index': {
      const { table, unique, columns } = action
      if (action.name) indexes.set(action.name, { table, unique, columns })
      return
    }
    case 'attach partition':
      tables.set(action.partition, {
        ...(tables.get(action.partition) ?? UNSEEN),
        partitionOf: action.table,
      })
      fresh.delete(action.partition)
      return
    case 'drop index':
      for (const name of action.indexes) indexes.delete(name)
      return
    default:
  }
}
