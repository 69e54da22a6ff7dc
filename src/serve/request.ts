import type { FilterOperator, IncludeDesign, ResourceDesign, SortKey } from '../compile/design.ts'
import type { Fault } from '../std/error.ts'

/**
 * An HTTP request or a GraphQL field, reduced to what the planner needs, in today's names.
 * Parsed: every field in it exists, may be asked for and has the right type. Not yet permitted.
 */
interface AboutResource {
  readonly resource: ResourceDesign
  readonly select: Selection
}

export interface ReadRequest extends AboutResource {
  readonly operation: 'read'
  readonly id: string
}

export interface ListRequest extends AboutResource {
  readonly operation: 'list'
  readonly filter: readonly Filter[]
  /** Without the closing `id`. Empty while `search` ranks. */
  readonly sort: readonly SortKey[]
  readonly search: string | undefined
  /** Rows of one page; 1 to 100. */
  readonly limit: number
  /** The sort values of the last row of the page before, `id` last, as PostgreSQL printed them. */
  readonly after: readonly (string | null)[] | undefined
  readonly count: 'exact' | 'estimate' | undefined
}

export interface CreateRequest extends AboutResource {
  readonly operation: 'create'
  readonly body: FieldValues
  readonly idempotency: Idempotency | undefined
}

export interface UpdateRequest extends AboutResource {
  readonly operation: 'update'
  readonly id: string
  readonly patch: Patch
  readonly ifMatch: IfMatch | undefined
}

export interface DeleteRequest extends AboutResource {
  readonly operation: 'delete'
  readonly id: string
  readonly ifMatch: IfMatch | undefined
}

export interface BulkRequest extends AboutResource {
  readonly operation: 'bulk'
  readonly items: readonly FieldValues[]
  /** `all`: all or nothing. `each`: every item has its own result. */
  readonly mode: 'all' | 'each'
  /** For `each`: what is wrong with the items that break the schema, by their place. */
  readonly refused: ReadonlyMap<number, readonly Fault[]>
  readonly idempotency: Idempotency | undefined
}

/** What the answer holds, in the order of the design. */
export interface Selection {
  /** Names of fields; always with `id`. */
  readonly fields: readonly string[]
  readonly computed: readonly string[]
  readonly includes: readonly Include[]
}

export interface Include {
  readonly design: IncludeDesign
  readonly resource: ResourceDesign
  readonly select: Selection
  /** For `many`. */
  readonly limit: number
  readonly sort: readonly SortKey[]
}

export interface Filter {
  readonly field: string
  readonly operator: FilterOperator
  /** Text as PostgreSQL reads it; several for `in`; `true`/`false` for `null`. */
  readonly values: readonly string[]
}

/** Values by field name, as JSON had them; checked against the schema of the operation. */
export type FieldValues = Readonly<Record<string, unknown>>

export type Patch =
  /** RFC 7396. */
  | { readonly kind: 'merge'; readonly set: FieldValues }
  /** RFC 6902. */
  | { readonly kind: 'json-patch'; readonly operations: readonly JsonPatchOperation[] }

export interface JsonPatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test'
  readonly path: string
  readonly from?: string
  readonly value?: unknown
}

/** `any`: `If-Match: *`. */
export type IfMatch =
  | { readonly kind: 'any' }
  | { readonly kind: 'versions'; readonly versions: readonly number[] }

export interface Idempotency {
  readonly key: string
  /** SHA-256 of method, path and body. */
  readonly fingerprint: string
}
