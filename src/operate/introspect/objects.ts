/** What every object of a schema has. */
export interface Named {
  readonly schema: string
  readonly name: string
  readonly comment: string | null
  /** Our stable id, from the comment `… [architect r_7k2m]`. */
  readonly id: string | null
}

export interface Owned {
  readonly owner: Party
  /** Sorted, without what the owner has anyway. */
  readonly grants: readonly Grant[]
}

/**
 * Who may do something: roles that play a part in our schema by their part, so that staging and production
 * agree; all others as `role <name>`.
 */
export type Party = 'owner' | 'app' | 'reader' | 'public' | `role ${string}`

export interface Grant {
  readonly to: Party
  /** `select`, `execute`, …; `no select` where the owner has lost what owners have. */
  readonly privilege: string
  readonly grantable: boolean
}

export interface Namespace extends Owned {
  readonly name: string
  readonly comment: string | null
  readonly id: string | null
}

export interface Extension {
  readonly name: string
  readonly schema: string
  readonly version: string
}

export interface LiveSequence extends Named, Owned {
  readonly type: string
  /** As text: they go beyond what a number of JSON holds. */
  readonly start: string
  readonly minimum: string
  readonly maximum: string
  readonly increment: string
  readonly cache: string
  readonly cycle: boolean
  readonly unlogged: boolean
  readonly ownedBy: ColumnPath | null
  /** It belongs to an identity column. */
  readonly identity: boolean
}

export interface ColumnPath {
  readonly schema: string
  readonly table: string
  readonly column: string
}

export interface LiveType extends Named, Owned {
  readonly kind: 'enum' | 'domain' | 'composite' | 'range'
  /** Of an enum, in their order. */
  readonly labels: readonly string[]
  /** Of a domain: its base type; of a range: the type of its bounds. */
  readonly base: string | null
  readonly nullable: boolean
  readonly default: string | null
  /** Only where it is not the one of the base type. */
  readonly collation: string | null
  readonly constraints: readonly DomainConstraint[]
  /** Of a composite type. */
  readonly attributes: readonly Attribute[]
}

export interface DomainConstraint {
  readonly name: string
  readonly definition: string
  readonly validated: boolean
}

export interface Attribute {
  readonly name: string
  readonly type: string
}

export interface LiveFunction extends Named, Owned {
  readonly kind: 'function' | 'procedure' | 'aggregate' | 'window function'
  /** `a integer, b text`: with the name it says which function is meant. */
  readonly arguments: string
  readonly result: string | null
  readonly language: string
  readonly securityDefiner: boolean
  readonly definition: string
}

export interface DefaultPrivilege {
  /** Objects that this role will make. */
  readonly maker: Party
  /** Null: in every schema. */
  readonly schema: string | null
  readonly objects: 'tables' | 'sequences' | 'functions' | 'types' | 'schemas' | 'large objects'
  readonly grants: readonly Grant[]
}

export interface EventTrigger {
  readonly name: string
  readonly event: string
  readonly tags: readonly string[]
  readonly function: string
  readonly enabled: 'origin' | 'no' | 'replica' | 'always'
  readonly owner: Party
  readonly comment: string | null
  readonly id: string | null
}
