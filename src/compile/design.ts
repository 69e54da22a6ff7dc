import type { Predicate } from '../sql/predicate.ts'
import type { Auth, FieldType, Job, Operation, SortKey, Targets, Version } from './model.ts'

export type { Predicate, Scalar } from '../sql/predicate.ts'
export type {
  ArrayType,
  FieldType,
  Job,
  Operation,
  ScalarType,
  SortKey,
} from './model.ts'

/**
 * Everything decided from a model. Every artefact is a function of it, and so is the server.
 * Plain JSON: it can be written, compared and hashed.
 */
export interface Design {
  readonly name: string
  /** The resource that actors are rows of. */
  readonly identity: string
  readonly roles: readonly string[]
  readonly tables: readonly Table[]
  readonly indexes: readonly Index[]
  /** Row rules, split by disjunct: one policy a branch. */
  readonly policies: readonly Policy[]
  readonly resources: readonly ResourceDesign[]
  /** Oldest first; the last one is today's. Never empty. */
  readonly versions: readonly ApiVersion[]
  readonly endpoints: readonly Endpoint[]
  readonly channels: readonly Channel[]
  readonly jobs: readonly Job[]
  readonly decisions: readonly Decision[]
  readonly auth: Auth
  readonly targets: Targets
  readonly tenancy: { readonly resource: string; readonly column: string } | undefined
  /** Text search configuration of PostgreSQL. */
  readonly language: string
  /** Stable ids of resources and fields: what `architect/ids.json` must hold from now on. Sorted by key. */
  readonly identities: Identities
}

/** Key `share` or `share.title`; value: the stable id and the physical name. */
export type Identities = Readonly<Record<string, { readonly id: string; readonly name: string }>>

// ---- the database -------------------------------------------------------------------------------

export interface Table {
  /** Plural snake_case: `shares`. In schema `public`. */
  readonly name: string
  readonly resource: string
  /** Stable id, for the comment. */
  readonly id: string
  readonly description: string | undefined
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly uniques: readonly UniqueKey[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly checks: readonly CheckConstraint[]
  readonly rows: number
}

export interface Column {
  readonly name: string
  /** Stable id of its field; absent for columns that no author wrote. */
  readonly id: string | undefined
  /** Name of its field in the API: `publishedAt`; absent for the search vector. */
  readonly field: string | undefined
  /** SQL type: `uuid`, `text`, `timestamptz`, `text[]`, `numeric(18,6)`. */
  readonly type: string
  readonly nullable: boolean
  /** SQL expression. */
  readonly default: string | undefined
  /** SQL expression of a stored generated column. */
  readonly generated: string | undefined
}

export interface UniqueKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly fields: readonly string[]
}

export interface ForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly field: string
  readonly references: { readonly table: string; readonly columns: readonly string[] }
  readonly onDelete: 'cascade' | 'restrict' | 'null'
}

export interface CheckConstraint {
  readonly name: string
  readonly field: string
  /** SQL condition. */
  readonly condition: string
}

export interface IndexKey {
  readonly column: string
  readonly descending: boolean
}

export interface Index {
  /** `<table>_<columns>_<hash8 of definition>`: the name says the content. */
  readonly name: string
  readonly table: string
  readonly method: 'btree' | 'gin'
  readonly keys: readonly IndexKey[]
  /** The index of the primary key or of a unique key, under the name of that constraint, which makes it: no statement of its own. */
  readonly unique: boolean
  /** SQL condition of a partial index. */
  readonly where: string | undefined
  /** The questions that need it. An index nobody needs is not derived. */
  readonly serves: readonly string[]
}

// ---- who may ------------------------------------------------------------------------------------

/**
 * One branch of a rule: `who` may do `operation` on the rows of `table` where `permitted` holds.
 * `any(…)` becomes several policies, so that each can follow its own index. No policy, no access.
 */
export interface Policy {
  readonly resource: string
  readonly table: string
  /** `read` covers get and list. */
  readonly operation: 'read' | 'create' | 'update' | 'delete'
  /** The part that is decided without a row. */
  readonly who: Who
  /** The part that is decided by a row: a conjunction. */
  readonly permitted: Predicate
  /** The branch as a sentence: `owner is the actor`. */
  readonly prose: string
}

export interface Who {
  /** False: anonymous callers too. */
  readonly signedIn: boolean
  /** The actor has one role of each set. */
  readonly roles: readonly (readonly string[])[]
  /** And none of these. */
  readonly without: readonly string[]
}

/** One branch of a field rule. */
export interface FieldPolicy {
  readonly who: Who
  readonly permitted: Predicate
}

export type FieldAccess =
  | { readonly kind: 'always' }
  | {
      readonly kind: 'never'
      readonly because: 'private' | 'serverOnly' | 'setBy' | 'immutable' | 'system'
    }
  | { readonly kind: 'rule'; readonly branches: readonly FieldPolicy[]; readonly prose: string }

// ---- the API ------------------------------------------------------------------------------------

/** A resource as the server knows it, in today's names. */
export interface ResourceDesign {
  readonly name: string
  readonly plural: string
  /** kebab-case plural, as in paths. */
  readonly path: string
  readonly table: string
  readonly description: string | undefined
  /** `id`, `createdAt`, `updatedAt` and `version` first, then the author's. */
  readonly fields: readonly FieldDesign[]
  readonly computed: readonly ComputedDesign[]
  readonly operations: readonly Operation[]
  readonly list: ListDesign
  readonly includes: readonly IncludeDesign[]
  readonly limits: readonly {
    readonly operation: Operation
    readonly count: number
    readonly windowSeconds: number
  }[]
  readonly cache:
    | { readonly ttlSeconds: number; readonly vary: readonly ('actor' | 'role')[] }
    | undefined
  /** The client may send the `id` of a new row. */
  readonly clientIds: boolean
  readonly requireIfMatch: boolean
  /** Everybody may read every row of it. */
  readonly public: boolean
}

export interface FieldDesign {
  /** camelCase, as in the API. */
  readonly name: string
  readonly column: string
  readonly type: FieldType
  readonly nullable: boolean
  readonly description: string | undefined
  /** JSON value; present where the author gave a default. */
  readonly default?: unknown
  /** Must be in the body of a create. */
  readonly required: boolean
  readonly setBy: 'actor' | undefined
  readonly read: FieldAccess
  readonly create: FieldAccess
  readonly update: FieldAccess
}

/** `where` stands in the scope of the counted row (`up: 0`) and the row that is read (`up: 1`). Only rows that the actor may read are counted: `where` holds their read rule. */
export interface ComputedDesign {
  readonly name: string
  readonly kind: 'count' | 'exists' | 'sum'
  readonly resource: string
  readonly table: string
  /** For `sum`. */
  readonly column: string | undefined
  readonly where: Predicate
}

export interface ListDesign {
  readonly filter: readonly FilterDesign[]
  /** Each entry is one whole order, without the `id` that makes it total; the first is the default. */
  readonly sort: readonly (readonly SortKey[])[]
  readonly search: { readonly fields: readonly string[]; readonly column: string } | undefined
}

export interface FilterDesign {
  readonly field: string
  /** `eq in not null` for all; `gt gte lt lte` for what has an order. */
  readonly operators: readonly FilterOperator[]
}

export type FilterOperator = 'eq' | 'in' | 'not' | 'null' | 'gt' | 'gte' | 'lt' | 'lte'

export type IncludeDesign =
  /** The row that a reference points to; null where the actor may not read it. */
  | {
      readonly kind: 'one'
      readonly name: string
      readonly field: string
      readonly resource: string
    }
  /** The rows that point here by `field`; only where `field` is among their filters. */
  | {
      readonly kind: 'many'
      readonly name: string
      readonly field: string
      readonly resource: string
    }

/** Names of one version. What is not here has today's name. */
export interface ApiVersion {
  readonly name: string
  readonly deprecation: string | undefined
  readonly sunset: string | undefined
  readonly successor: string | undefined
  readonly resources: Version['resources']
}

export interface Endpoint {
  /** `v1.share.list`. */
  readonly id: string
  readonly version: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `/v1/shares/{id}`. */
  readonly path: string
  readonly resource: string
  readonly operation: Operation | 'bulk' | 'events'
  readonly summary: string
}

export interface Channel {
  readonly name: string
  readonly table: string
  readonly operation: Operation
  readonly partitionKey: string
}

// ---- why ----------------------------------------------------------------------------------------

/** One choice, in the form of an architecture decision record. */
export interface Decision {
  readonly id: string
  readonly question: string
  readonly options: readonly { readonly name: string; readonly tradeOffs: readonly string[] }[]
  readonly chosen: string
  readonly because: string
  /** 0..1: how sure the product is of the choice, not how good the outcome will be. */
  readonly confidence: number
  readonly inputs: readonly Input[]
  readonly flipsWhen: string
}

export interface Input {
  readonly name: string
  readonly value: string | number
  readonly basis: 'declared' | 'measured' | 'assumed'
}
