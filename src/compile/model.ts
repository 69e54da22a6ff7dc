import type { FieldType } from './blueprint/field-type.ts'
import type { RuleExpression } from './blueprint/rule.ts'

export type { ArrayType, FieldType, ScalarType } from './blueprint/field-type.ts'
export type { RuleExpression, RuleOperand, RulePath } from './blueprint/rule.ts'

/**
 * What the blueprint means: every name resolved, every default explicit, every rule checked.
 * It still speaks of resources and actors; tables and indexes are the business of `derive`.
 */
export interface Model {
  readonly name: string
  /** The resource that actors are rows of. */
  readonly identity: string
  /** In the order of the blueprint. */
  readonly resources: readonly Resource[]
  readonly roles: readonly string[]
  readonly events: readonly Event[]
  readonly jobs: readonly Job[]
  readonly handlers: readonly Handler[]
  /** Every resource but `by` itself and `except` carries the tenant in the field named `by`. */
  readonly tenancy: { readonly by: string; readonly except: readonly string[] } | undefined
  /** Oldest first; never empty. */
  readonly versions: readonly Version[]
  readonly modules: readonly {
    readonly name: string
    readonly owner: string | undefined
    readonly resources: readonly string[]
  }[]
  readonly auth: Auth
  readonly targets: Targets
  /** Text search configuration of PostgreSQL. */
  readonly language: string
}

export interface Resource {
  /** camelCase singular: `share`. */
  readonly name: string
  /** camelCase plural: `shares`. */
  readonly plural: string
  readonly description: string | undefined
  /** The author's fields; `id`, `createdAt`, `updatedAt` and `version` belong to every row and are not among them. */
  readonly fields: readonly Field[]
  /** `read` covers get and list. An operation that is not here does not exist. */
  readonly rules: Readonly<Partial<Record<'read' | 'create' | 'update' | 'delete', RuleExpression>>>
  readonly computed: readonly Computed[]
  readonly list: ListQuestions
  readonly unique: readonly (readonly string[])[]
  readonly limits: readonly {
    readonly operation: Operation
    readonly count: number
    readonly windowSeconds: number
  }[]
  readonly cache:
    | { readonly ttlSeconds: number; readonly vary: readonly ('actor' | 'role')[] }
    | undefined
  readonly clientIds: boolean
  readonly requireIfMatch: boolean
  readonly was: string | undefined
  readonly removed: readonly string[]
  readonly scale: Scale
  readonly actions: readonly Action[]
  readonly hooks: readonly ('beforeCreate' | 'beforeUpdate' | 'afterCommit')[]
}

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly nullable: boolean
  /** Present where the author gave one; already checked against the type. */
  readonly default?: unknown
  readonly unique: boolean
  readonly private: boolean
  readonly serverOnly: boolean
  readonly immutable: boolean
  readonly searchable: boolean
  readonly setBy: 'actor' | undefined
  readonly encrypted: { readonly searchable: 'exact' | undefined } | undefined
  /** For references: `restrict` where the author may leave it out. */
  readonly onDelete: 'cascade' | 'restrict' | 'null' | undefined
  readonly was: string | undefined
  readonly description: string | undefined
  /** Field rules: who sees it, who may write it; absent: as the resource. */
  readonly readable: RuleExpression | undefined
  readonly writable: RuleExpression | undefined
}

export type Computed =
  | {
      readonly kind: 'count' | 'exists'
      readonly name: string
      readonly resource: string
      readonly variable: number
      readonly where: RuleExpression
    }
  | {
      readonly kind: 'sum'
      readonly name: string
      readonly resource: string
      readonly field: string
      readonly variable: number
      readonly where: RuleExpression
    }

/** The only questions a list may ask: the index plan follows from them. */
export interface ListQuestions {
  readonly filter: readonly string[]
  /** Each entry is one whole order; the first is the default. Never empty: `-id` where the author gave none. */
  readonly sort: readonly (readonly SortKey[])[]
  readonly search: readonly string[]
}

export interface SortKey {
  readonly field: string
  readonly descending: boolean
}

/** Declared by the author; `rows` is the volume that `verify` fills and measures at. */
export interface Scale {
  readonly rows: number
  readonly readsPerSecond: number | undefined
  readonly writesPerSecond: number | undefined
  readonly growthPerMonth: number | undefined
  /** Rows of one owner, one parent: the longest list one key value can have. */
  readonly largestGroup: number | undefined
}

export type Operation = 'read' | 'list' | 'create' | 'update' | 'delete' | 'action'

export interface Action {
  readonly name: string
}

export interface Event {
  readonly name: string
}

export interface Handler {
  readonly name: string
  readonly event: string
}

export interface Job {
  readonly name: string
  readonly cron?: string
  readonly maxAttempts: number
  readonly timeoutMs: number
}

export interface Version {
  readonly name: string
  readonly deprecation: string | undefined
  readonly sunset: string | undefined
  /** Per resource: field name in this version to today's name (renamed ones only), and what is missing. */
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly renamed: Readonly<Record<string, string>>
        readonly without: readonly string[]
        readonly absent: boolean
      }
    >
  >
}

export interface Auth {
  readonly login: readonly {
    readonly method: string
    readonly options: Readonly<Record<string, unknown>>
  }[]
  readonly signUp: 'open' | 'invited' | 'closed'
  readonly sessions: 'cookie' | 'token' | 'both'
  readonly mfa: 'optional' | 'required' | { readonly requiredFor: readonly string[] }
  readonly origins: readonly string[]
}

export interface Targets {
  readonly readP99Ms: number | undefined
  readonly queryMaxMs: number | undefined
  readonly availability: number | undefined
  readonly requestsPerSecond: number | undefined
}
