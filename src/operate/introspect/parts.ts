import type { Party } from './objects.ts'

/** A constraint of a table. NOT NULL is a property of the column instead, in every version. */
export interface LiveConstraint {
  readonly name: string
  readonly kind: 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion'
  readonly definition: string
  /** In the order of the key. */
  readonly columns: readonly string[]
  readonly references: References | null
  readonly deferrable: 'no' | 'yes' | 'initially deferred'
  readonly validated: boolean
  /** It came with a parent. */
  readonly inherited: boolean
  readonly comment: string | null
  readonly id: string | null
}

export interface References {
  /** `schema.table`, quoted where needed. */
  readonly table: string
  readonly columns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  readonly match: 'simple' | 'full' | 'partial'
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

export interface LiveIndex {
  readonly name: string
  /** The statement that makes it, without the schema of its table. */
  readonly definition: string
  /** `btree`, `gin`, … or one of an extension. */
  readonly method: string
  readonly keys: readonly IndexKey[]
  /** Columns that are stored but not searched. */
  readonly include: readonly string[]
  readonly predicate: string | null
  readonly unique: boolean
  readonly nullsNotDistinct: boolean
  /** Usable and kept up to date. An index that `create index concurrently` left behind is neither. */
  readonly valid: boolean
  readonly ready: boolean
  /** It belongs to a constraint, which is compared instead. */
  readonly ofConstraint: boolean
  /** The index of the partitioned table that it is a part of, as `schema.index`. */
  readonly partOf: string | null
  readonly clustered: boolean
  /** The replica identity of its table. */
  readonly replicaIdentity: boolean
  readonly options: readonly string[]
  readonly comment: string | null
  readonly id: string | null
  /** Where sizes were asked for. */
  readonly bytes: number | null
}

export interface IndexKey {
  /** A column, quoted where needed, or an expression. */
  readonly expression: string
  /** Only where it is not the default of the type: `text_pattern_ops`. */
  readonly operatorClass: string | null
  /** Only where it is not the one of the column. */
  readonly collation: string | null
  readonly descending: boolean
  readonly nullsFirst: boolean
}

export interface LiveTrigger {
  readonly name: string
  readonly definition: string
  readonly enabled: Enabled
  /** It came with the partitioned table. */
  readonly inherited: boolean
  readonly comment: string | null
  readonly id: string | null
}

/** `replica`: fires for replicated changes only. `origin`: fires for all others only. */
export type Enabled = 'origin' | 'no' | 'replica' | 'always'

export interface LivePolicy {
  readonly name: string
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete'
  readonly permissive: boolean
  readonly roles: readonly Party[]
  readonly using: string | null
  readonly check: string | null
  readonly comment: string | null
  readonly id: string | null
}

/** A rewrite rule or extended statistics: a name and the statement that makes it. */
export interface Rewrite {
  readonly name: string
  readonly definition: string
}
