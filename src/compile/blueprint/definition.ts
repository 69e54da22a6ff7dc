import type { SourcePlace } from '../../std/finding.ts'
import type { FieldType } from './field-type.ts'
import type { Mistake } from './mistake.ts'
import type { RuleExpression } from './rule.ts'

/**
 * What an author's file evaluates to: plain data, every name still as it was written.
 * The builders of this folder make it; `check` is its only reader.
 */
export interface Blueprint {
  readonly name: string
  readonly place: SourcePlace
  /** The resource that actors are rows of. */
  readonly identity: string
  readonly resources: readonly DeclaredResource[]
  readonly events: readonly DeclaredEvent[]
  readonly parts: readonly Part[]
  readonly auth: AuthDefinition | undefined
  readonly targets: TargetsDefinition | undefined
  readonly tenancy: { readonly by: string; readonly except?: readonly string[] } | undefined
  readonly versions: readonly VersionDefinition[]
  /** Text search configuration of PostgreSQL; default `simple`. */
  readonly language: string | undefined
  /** Calls that the types refuse and plain JavaScript allows, as the builders noted them. */
  readonly mistakes: readonly Mistake[]
}

/** A resource as phase one names it. */
export interface DeclaredResource {
  readonly name: string
  readonly fields: readonly FieldDefinition[]
  readonly place: SourcePlace
}

export interface FieldDefinition {
  readonly name: string
  readonly type: FieldType
  readonly optional: boolean
  readonly default?: unknown
  readonly unique: boolean
  readonly private: boolean
  readonly serverOnly: boolean
  readonly immutable: boolean
  readonly searchable: boolean
  readonly setBy?: 'actor'
  readonly encrypted?: { readonly searchable?: 'exact' }
  readonly was?: string
  readonly onDelete?: 'cascade' | 'restrict' | 'null'
  readonly description?: string
  readonly place: SourcePlace
}

export interface DeclaredEvent {
  readonly name: string
  readonly payload: unknown
  readonly place: SourcePlace
}

export type Part =
  | { readonly kind: 'resource'; readonly resource: ResourceDefinition }
  | {
      readonly kind: 'handler' | 'job' | 'endpoint' | 'route'
      readonly name: string
      readonly place: SourcePlace
      readonly definition: unknown
    }
  | {
      readonly kind: 'module'
      readonly name: string
      readonly owner: string | undefined
      readonly parts: readonly Part[]
      readonly place: SourcePlace
    }

/** A resource as phase two defines it. */
export interface ResourceDefinition {
  readonly name: string
  readonly place: SourcePlace
  readonly description?: string
  readonly scale: {
    readonly rows: number
    /** `2000/s`, `10/min`. */
    readonly reads?: string
    readonly writes?: string
    /** `1000000/month`. */
    readonly growth?: string
    readonly largestGroup?: number
  }
  readonly allow: Readonly<Partial<Record<'read' | 'create' | 'update' | 'delete', RuleExpression>>>
  readonly readable: Readonly<Record<string, RuleExpression>>
  readonly writable: Readonly<Record<string, RuleExpression>>
  readonly list: {
    readonly filter: readonly string[]
    /** Each entry is one order: `-publishedAt`, or several keys. The first is the default. */
    readonly sort: readonly (string | readonly string[])[]
    readonly search: readonly string[]
  }
  readonly computed: Readonly<Record<string, ComputedDefinition>>
  readonly unique: readonly (readonly string[])[]
  /** Operation to `30/min`. */
  readonly limits: Readonly<Record<string, string>>
  readonly cache:
    | { readonly ttl: string; readonly vary?: readonly ('actor' | 'role')[] }
    | undefined
  /** True: the client may send the `id` of a new row (a UUID). */
  readonly clientIds: boolean
  /** True: PATCH and DELETE without `If-Match` are refused with 428. */
  readonly requireIfMatch: boolean
  readonly plural?: string
  readonly was?: string
  /** Fields that are gone for good, so that their disappearance is no rename. */
  readonly removed: readonly string[]
  readonly actions: Readonly<
    Record<string, { readonly place: SourcePlace; readonly definition: unknown }>
  >
  readonly hooks: Readonly<Record<string, unknown>>
}

export type ComputedDefinition =
  | {
      readonly kind: 'count' | 'exists'
      readonly resource: string
      readonly variable: number
      readonly where: RuleExpression
      /** True: a counter column, kept by the transactions that change what it counts. */
      readonly stored?: boolean
      readonly place: SourcePlace
    }
  | {
      readonly kind: 'sum'
      readonly resource: string
      readonly field: string
      readonly variable: number
      readonly where: RuleExpression
      readonly place: SourcePlace
    }
  | { readonly kind: 'expr'; readonly place: SourcePlace; readonly definition: unknown }

export interface AuthDefinition {
  readonly login: readonly {
    readonly method: string
    readonly options: Readonly<Record<string, unknown>>
  }[]
  readonly signUp?: 'open' | 'invited' | 'closed'
  readonly sessions?: 'cookie' | 'token' | 'both'
  readonly mfa?: 'optional' | 'required' | { readonly requiredFor: readonly string[] }
  readonly origins?: readonly string[]
  readonly place: SourcePlace
}

export interface TargetsDefinition {
  /** `100ms`. */
  readonly read?: { readonly p99: string }
  readonly query?: { readonly max: string }
  readonly availability?: number
  /** `3000/s`. */
  readonly traffic?: string
  readonly place: SourcePlace
}

/** One version of the contract, oldest first. The last one has today's names; an older one says where it differs. */
export interface VersionDefinition {
  /** `v1`. */
  readonly name: string
  /** ISO date from which it is deprecated (RFC 9745). */
  readonly deprecation?: string
  /** ISO date after which it may be gone (RFC 8594). */
  readonly sunset?: string
  readonly resources: Readonly<
    Record<
      string,
      {
        /** Name in this version to today's field name. */
        readonly renamed?: Readonly<Record<string, string>>
        /** Fields of today that this version does not have. */
        readonly without?: readonly string[]
        /** True: the resource does not exist in this version. */
        readonly absent?: boolean
      }
    >
  >
  readonly place: SourcePlace
}
