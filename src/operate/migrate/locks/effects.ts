import type { Action, ColumnFacts, ConstraintFacts, TableName } from '../action.ts'
import type { Knowledge } from '../lint/knowledge.ts'
import { plain } from './plain-effects.ts'
import { LOCK_TRUTH, type LockMode, type LockTruth, type Shape, stronger } from './truth.ts'
import { typeChange } from './type-change.ts'

/** What a statement does to one table. */
export interface Effect {
  readonly table: TableName
  readonly mode: LockMode
  readonly rewrites: boolean
  readonly scans: boolean
}

/** Shapes with the tables they touch: the text says which shape, the measured table what it does. */
export interface Touched {
  readonly shape: Shape
  readonly own: readonly TableName[]
  readonly other?: readonly TableName[]
}

/** What the statement is judged against. */
export interface World {
  readonly knowledge: Knowledge
  /** The session's time zone is UTC. */
  readonly utc: boolean
  /** What else the same statement does: commands of one ALTER TABLE see what the others take away. */
  readonly together?: readonly Action[]
}

/** The locks, rewrites and scans of an action, one entry a table. */
export function effectsOf(action: Action, world: World): readonly Effect[] {
  const effects = touchedBy(action, world).flatMap(({ shape, own, other = [] }) => {
    const truth: LockTruth = LOCK_TRUTH[shape]
    const { rewrites, scans, scansOther = false } = truth
    return [
      ...(truth.own === 'none'
        ? []
        : own.map((table) => entry(table, truth.own, { rewrites, scans }))),
      ...other.map((table) =>
        entry(table, truth.other ?? 'none', {
          rewrites: shape === 'truncate',
          scans: scansOther,
        }),
      ),
    ].filter((effect) => effect !== undefined)
  })
  return merged(effects)
}

function entry(
  table: TableName,
  mode: LockMode | 'none',
  work: { readonly rewrites: boolean; readonly scans: boolean },
): Effect | undefined {
  return mode === 'none' ? undefined : { table, mode, ...work }
}

/** One entry a table: the strongest lock, and all the work. */
export function merged(effects: readonly Effect[]): readonly Effect[] {
  const byTable = new Map<TableName, Effect>()
  for (const effect of effects) {
    const known = byTable.get(effect.table)
    byTable.set(effect.table, {
      table: effect.table,
      mode: known ? stronger(known.mode, effect.mode) : effect.mode,
      rewrites: effect.rewrites || known?.rewrites === true,
      scans: effect.scans || known?.scans === true,
    })
  }
  return [...byTable.values()]
}

function touchedBy(action: Action, world: World): readonly Touched[] {
  switch (action.kind) {
    case 'add column':
      return addedColumn(action, world)
    case 'create table':
      return createdTable(action)
    case 'add constraint':
      return [addedConstraint(action, world)]
    case 'create index':
      return createdIndex(action, world)
    case 'alter type':
      return [alteredType(action, world)]
    case 'drop table':
    case 'truncate':
      return emptied(action, world)
    case 'drop constraint':
    case 'validate constraint':
      return [onConstraint(action, world)]
    case 'set not null':
      return [
        {
          shape: isProved(action, world) ? 'set not null, proved' : 'set not null',
          own: [action.table],
        },
      ]
    default:
      return plain(action, world)
  }
}

type Of<Kind extends Action['kind']> = Extract<Action, { readonly kind: Kind }>

/** What an added column does beyond taking the lock. */
export function isRewritingColumn(column: ColumnFacts, knowledge: Knowledge): boolean {
  return (
    column.default === 'volatile' ||
    column.generated === 'stored' ||
    column.identity ||
    /^(small|big)?serial[248]?$/.test(column.type.name) ||
    knowledge.isConstrainedDomain(column.type.name)
  )
}

function addedColumn(
  { table, column }: Of<'add column'>,
  { knowledge }: World,
): readonly Touched[] {
  const own = [table]
  const parts: Touched[] = [{ shape: 'add column', own }]
  if (isRewritingColumn(column, knowledge)) parts.push({ shape: 'add column, rewriting', own })
  if (
    column.constraints.some(
      ({ kind, enforced }) => enforced && ['check', 'unique', 'primary key'].includes(kind),
    )
  ) {
    parts.push({ shape: 'add column, checking', own })
  }
  const other = column.constraints.flatMap(({ references }) => references ?? [])
  if (other.length > 0) parts.push({ shape: 'add column, referencing', own, other })
  return parts
}

function createdTable(action: Of<'create table'>): readonly Touched[] {
  const all = [...action.constraints, ...action.columns.flatMap(({ constraints }) => constraints)]
  const own = [action.table]
  const referenced = all.flatMap(({ references }) => references ?? [])
  const other = referenced.filter((table) => table !== action.table)
  return [
    { shape: 'create table, referencing', own, other },
    { shape: 'create table, like', own, other: action.like },
    { shape: 'create partition', own, other: action.partitionOf ? [action.partitionOf] : [] },
  ]
}

function addedConstraint({ table, constraint }: Of<'add constraint'>, world: World): Touched {
  const own = [table, ...world.knowledge.partitionsOf(table)]
  if (constraint.kind === 'foreign key') {
    const shape = constraint.validates ? 'add foreign key' : 'add foreign key, not valid'
    return { shape, own, other: constraint.references ? [constraint.references] : [] }
  }
  if (constraint.usingIndex !== undefined) {
    const nullable =
      constraint.kind === 'primary key' && !isKeyOfIndexProved(table, constraint, world)
    return {
      shape: nullable ? 'add primary key using index, nullable' : 'add constraint using index',
      own,
    }
  }
  return {
    shape: constraint.validates ? 'add constraint, scanning' : 'add constraint, not valid',
    own,
  }
}

/** Every column of the index is known to be NOT NULL. */
export function isKeyOfIndexProved(
  table: TableName,
  { usingIndex = '' }: ConstraintFacts,
  { knowledge }: World,
): boolean {
  const columns = knowledge.indexOf(usingIndex)?.columns ?? []
  const known = knowledge.table(table)?.columns
  return columns.length > 0 && columns.every((name) => known?.get(name)?.notNull === true)
}

/** A valid CHECK says already that the column holds no NULL: PostgreSQL does not look again. */
export function isProved(
  { table, column }: { readonly table: TableName; readonly column: string },
  { knowledge, together = [] }: World,
): boolean {
  const constraints = knowledge.table(table)?.constraints ?? []
  const dropped = together.flatMap((one) => (one.kind === 'drop constraint' ? one.name : []))
  return constraints.some(
    ({ name = '', notNullOf, validates }) =>
      notNullOf === column && validates && !dropped.includes(name),
  )
}

function createdIndex(action: Of<'create index'>, { knowledge }: World): readonly Touched[] {
  if (action.concurrently) return [{ shape: 'create index concurrently', own: [action.table] }]
  if (action.only && knowledge.table(action.table)?.partitioned) {
    return [{ shape: 'create index on only', own: [action.table] }]
  }
  const partitions = knowledge.partitionsOf(action.table)
  if (!knowledge.table(action.table)?.partitioned && partitions.length === 0) {
    return [{ shape: 'create index', own: [action.table] }]
  }
  return [
    { shape: 'create index on only', own: [action.table] },
    { shape: 'create index', own: partitions },
  ]
}

/** What the change of a column's type does. */
export function changeOf(
  action: Of<'alter type'>,
  { knowledge, utc }: World,
): ReturnType<typeof typeChange> {
  const from = knowledge.table(action.table)?.columns.get(action.column)?.type
  const { type: to, using } = action
  return from && knowledge.isConstrainedDomain(from.name) && !using
    ? { rewrites: false, loses: false, sure: true }
    : typeChange({ from, to, using, utc })
}

function alteredType(action: Of<'alter type'>, world: World): Touched {
  const { rewrites } = changeOf(action, world)
  const toDomain = world.knowledge.isConstrainedDomain(action.type.name)
  return {
    shape: rewrites || toDomain ? 'alter type, rewriting' : 'alter type, free',
    own: [action.table],
  }
}

function emptied(
  action: Of<'drop table'> | Of<'truncate'>,
  { knowledge }: World,
): readonly Touched[] {
  const own = action.tables
  if (action.kind === 'truncate') {
    const other = action.cascade ? own.flatMap((table) => knowledge.referencing(table)) : []
    return [{ shape: 'truncate', own, other }]
  }
  const referenced = own.flatMap((table) => referencedBy(table, knowledge))
  return [{ shape: 'drop table', own, other: referenced }]
}

function referencedBy(table: TableName, knowledge: Knowledge): readonly TableName[] {
  const constraints = knowledge.table(table)?.constraints ?? []
  return constraints.flatMap(({ references }) => references ?? [])
}

function onConstraint(
  action: Of<'drop constraint'> | Of<'validate constraint'>,
  { knowledge }: World,
): Touched {
  const known = knowledge.table(action.table)?.constraints.find(({ name }) => name === action.name)
  const own = [action.table]
  const other = known?.references ? [known.references] : []
  const isForeign = other.length > 0
  if (action.kind === 'drop constraint') {
    return { shape: isForeign ? 'drop foreign key' : 'drop constraint', own, other }
  }
  return { shape: isForeign ? 'validate foreign key' : 'validate constraint', own, other }
}
