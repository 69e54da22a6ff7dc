/** What a migration does, said once for every grammar form that says it: rules and locks are judged on these. */
export type Action =
  | TableAction
  | ColumnAction
  | ConstraintAction
  | IndexAction
  | ObjectAction
  | RowAction
  | SessionAction

/** A table's name as people write it; `public.` is left out. */
export type TableName = string

export interface ColumnFacts {
  readonly name: string
  readonly type: ColumnType
  readonly notNull: boolean
  readonly default: 'none' | 'constant' | 'stable' | 'volatile'
  readonly generated: 'none' | 'stored' | 'virtual'
  readonly identity: boolean
  readonly constraints: readonly ConstraintFacts[]
}

export interface ColumnType {
  /** PostgreSQL's own name: `int4`, `varchar`, `timestamptz`, or that of a user's type. */
  readonly name: string
  /** Length, or precision and scale. */
  readonly modifiers: readonly number[]
  readonly array: boolean
}

export interface ConstraintFacts {
  readonly kind: 'check' | 'foreign key' | 'unique' | 'primary key' | 'exclude' | 'not null'
  readonly name: string | undefined
  readonly columns: readonly string[]
  /** It looks at the rows that exist. */
  readonly validates: boolean
  readonly enforced: boolean
  readonly usingIndex: string | undefined
  readonly references: TableName | undefined
  readonly cascades: boolean
  /** The column of `check (column is not null)`. */
  readonly notNullOf: string | undefined
}

type TableAction =
  | {
      readonly kind: 'create table'
      readonly table: TableName
      readonly columns: readonly ColumnFacts[]
      readonly constraints: readonly ConstraintFacts[]
      readonly partitionOf: TableName | undefined
      readonly partitioned: boolean
      readonly like: readonly TableName[]
    }
  | {
      readonly kind: 'drop table'
      readonly tables: readonly TableName[]
      readonly cascade: boolean
    }
  | { readonly kind: 'truncate'; readonly tables: readonly TableName[]; readonly cascade: boolean }
  | {
      readonly kind: 'rename'
      readonly what:
        | 'table'
        | 'column'
        | 'constraint'
        | 'index'
        | 'view'
        | 'schema'
        | 'type'
        | 'other'
      readonly table: TableName
      readonly from: string
      readonly to: string
    }
  | { readonly kind: 'set schema'; readonly what: 'table' | 'other'; readonly table: TableName }
  | {
      readonly kind: 'rewrite table'
      readonly how:
        | 'set logged'
        | 'set unlogged'
        | 'cluster'
        | 'vacuum full'
        | 'access method'
        | 'tablespace'
      readonly table: TableName
    }
  | {
      readonly kind: 'attach partition'
      readonly table: TableName
      readonly partition: TableName
    }
  | {
      readonly kind: 'detach partition'
      readonly table: TableName
      readonly partition: TableName
      readonly how: 'blocking' | 'concurrently' | 'finalize'
    }
  | {
      readonly kind: 'set table'
      readonly what: 'replica identity' | 'storage' | 'owner' | 'other'
      readonly table: TableName
    }
  | { readonly kind: 'set light'; readonly table: TableName }
  | { readonly kind: 'lock table'; readonly tables: readonly TableName[]; readonly mode: number }

type ColumnAction =
  | { readonly kind: 'add column'; readonly table: TableName; readonly column: ColumnFacts }
  | {
      readonly kind: 'drop column'
      readonly table: TableName
      readonly column: string
      readonly cascade: boolean
    }
  | {
      readonly kind: 'alter type'
      readonly table: TableName
      readonly column: string
      readonly type: ColumnType
      readonly using: boolean
      readonly collation: boolean
    }
  | {
      readonly kind:
        | 'set not null'
        | 'drop not null'
        | 'set default'
        | 'drop default'
        | 'set expression'
        | 'drop expression'
        | 'add identity'
      readonly table: TableName
      readonly column: string
    }

type ConstraintAction =
  | {
      readonly kind: 'add constraint'
      readonly table: TableName
      readonly constraint: ConstraintFacts
    }
  | { readonly kind: 'validate constraint'; readonly table: TableName; readonly name: string }
  | {
      readonly kind: 'drop constraint'
      readonly table: TableName
      readonly name: string
      readonly cascade: boolean
    }
  | {
      readonly kind: 'alter domain'
      readonly domain: string
      readonly adds: boolean
      readonly validates: boolean
      readonly name: string | undefined
    }

type IndexAction =
  | {
      readonly kind: 'create index'
      readonly table: TableName
      readonly name: string | undefined
      readonly columns: readonly string[]
      readonly unique: boolean
      readonly concurrently: boolean
      readonly only: boolean
      readonly ifNotExists: boolean
    }
  | {
      readonly kind: 'drop index'
      readonly indexes: readonly string[]
      readonly concurrently: boolean
      readonly cascade: boolean
    }
  | {
      readonly kind: 'reindex'
      readonly what: 'index' | 'table' | 'schema' | 'system' | 'database'
      readonly name: string
      readonly concurrently: boolean
    }
  | { readonly kind: 'attach index'; readonly index: string; readonly part: string }

type ObjectAction =
  | {
      readonly kind: 'drop object'
      readonly what: string
      readonly name: string
      readonly table: TableName | undefined
      readonly cascade: boolean
    }
  | { readonly kind: 'create trigger' | 'toggle trigger'; readonly table: TableName }
  | {
      readonly kind: 'policy'
      readonly change: 'create' | 'alter' | 'drop' | 'enable' | 'disable' | 'force' | 'no force'
      readonly table: TableName
      /** A permissive policy lets more through, a restrictive one less. */
      readonly restrictive: boolean
    }
  | {
      readonly kind: 'grant' | 'revoke'
      readonly tables: readonly TableName[]
      readonly what: string
      readonly to: string
    }
  | {
      readonly kind: 'create view'
      readonly name: string
      readonly replace: boolean
      readonly materialized: boolean
    }
  | { readonly kind: 'refresh'; readonly name: string; readonly concurrently: boolean }
  | {
      readonly kind: 'enum value'
      readonly type: string
      readonly change: 'add' | 'rename'
      readonly value: string
    }
  | { readonly kind: 'create type'; readonly name: string }
  | { readonly kind: 'create domain'; readonly name: string; readonly constrained: boolean }
  | { readonly kind: 'create function'; readonly name: string; readonly securityDefiner: boolean }
  | { readonly kind: 'update extension'; readonly name: string }

type RowAction =
  | {
      readonly kind: 'update' | 'delete'
      readonly table: TableName
      readonly bounded: boolean
      readonly all: boolean
    }
  | { readonly kind: 'insert'; readonly table: TableName; readonly fromQuery: boolean }

type SessionAction =
  | { readonly kind: 'begin' | 'commit' | 'rollback' }
  | { readonly kind: 'set'; readonly name: string; readonly value: string; readonly local: boolean }
  | { readonly kind: 'outside only'; readonly what: string }
  | { readonly kind: 'other' }
