import type {
  DefaultPrivilege,
  EventTrigger,
  Extension,
  LiveFunction,
  LiveSequence,
  LiveType,
  Named,
  Namespace,
  Owned,
} from './objects.ts'
import type { LiveConstraint, LiveIndex, LivePolicy, LiveTrigger, Rewrite } from './parts.ts'

/**
 * What a PostgreSQL database holds, as its own deparser prints it with nothing but `pg_catalog` on the search
 * path. Texts of one major version may be compared with each other, texts of two may not.
 */
export interface Schema {
  readonly schemas: readonly Namespace[]
  readonly extensions: readonly Extension[]
  readonly types: readonly LiveType[]
  readonly sequences: readonly LiveSequence[]
  readonly tables: readonly LiveTable[]
  readonly views: readonly LiveView[]
  readonly functions: readonly LiveFunction[]
  readonly defaultPrivileges: readonly DefaultPrivilege[]
  readonly eventTriggers: readonly EventTrigger[]
}

export interface LiveTable extends Named, Owned {
  readonly kind: 'table' | 'partitioned table' | 'foreign table'
  readonly persistence: Persistence
  /** `heap`; null where the table has no storage of its own. */
  readonly accessMethod: string | null
  /** Storage parameters as they were written: `fillfactor=80`. */
  readonly options: readonly string[]
  /** `range (created_at)`, as printed. */
  readonly partitionKey: string | null
  readonly partitionOf: Partition | null
  /** Parents by inheritance, in their order, as `schema.table`; the parent of a partition is not among them. */
  readonly inherits: readonly string[]
  readonly rowSecurity: 'off' | 'on' | 'forced'
  /** Which columns a logical replica gets to know a row by. */
  readonly replicaIdentity: 'default' | 'nothing' | 'full' | 'index'
  readonly columns: readonly LiveColumn[]
  readonly constraints: readonly LiveConstraint[]
  readonly indexes: readonly LiveIndex[]
  readonly triggers: readonly LiveTrigger[]
  readonly policies: readonly LivePolicy[]
  readonly rules: readonly Rewrite[]
  /** Extended statistics, as the statements that make them. */
  readonly statistics: readonly Rewrite[]
  /** Planner's estimate; -1 before the first ANALYZE. */
  readonly rows: number
  /** With indexes and TOAST, where sizes were asked for. */
  readonly bytes: number | null
}

export type Persistence = 'permanent' | 'unlogged'

export interface Partition {
  /** `schema.table`, quoted where needed. */
  readonly parent: string
  /** `FOR VALUES FROM (…) TO (…)`, as printed. */
  readonly bound: string | null
}

export interface LiveColumn {
  readonly name: string
  /** Position in the catalog: it survives a rename and leaves gaps. */
  readonly number: number
  /** With its modifier: `numeric(18,6)`. */
  readonly type: string
  readonly nullable: boolean
  /** NOT NULL that was not checked on the rows that were there (PostgreSQL 18). */
  readonly nullsUnchecked: boolean
  readonly default: string | null
  readonly generated: string | null
  readonly generatedKind: 'stored' | 'virtual' | null
  readonly identity: 'always' | 'by default' | null
  /** Only where it is not the one of the type. */
  readonly collation: string | null
  /** Only where it is not the one of the type. */
  readonly storage: 'plain' | 'external' | 'main' | 'extended' | null
  readonly compression: 'pglz' | 'lz4' | null
  /** The column came with a parent. */
  readonly inherited: boolean
  readonly comment: string | null
  /** Our stable id, from the comment. */
  readonly id: string | null
  readonly grants: Owned['grants']
}

export interface LiveView extends Named, Owned {
  readonly materialized: boolean
  readonly definition: string
  readonly options: readonly string[]
  /** False for a materialized view that was never filled. */
  readonly populated: boolean
  readonly columns: readonly LiveColumn[]
  readonly indexes: readonly LiveIndex[]
  readonly triggers: readonly LiveTrigger[]
  readonly rules: readonly Rewrite[]
  readonly rows: number
  readonly bytes: number | null
}
