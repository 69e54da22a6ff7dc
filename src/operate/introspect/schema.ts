/** What a schema of PostgreSQL holds, as its own deparser prints it. Only texts of one server may be compared with each other. */
export interface Schema {
  readonly tables: readonly LiveTable[]
}

export interface LiveTable {
  readonly name: string
  readonly columns: readonly LiveColumn[]
  readonly constraints: readonly LiveConstraint[]
  readonly indexes: readonly LiveIndex[]
  /** Planner's estimate; -1 before the first ANALYZE. */
  readonly rows: number
  readonly comment: string | null
}

export interface LiveColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly default: string | null
  readonly generated: string | null
  readonly comment: string | null
}

export interface LiveConstraint {
  readonly name: string
  readonly kind: 'primary key' | 'unique' | 'foreign key' | 'check'
  readonly definition: string
  readonly columns: readonly string[]
  readonly validated: boolean
}

export interface LiveIndex {
  readonly name: string
  readonly definition: string
  readonly valid: boolean
  /** It belongs to a constraint, which is compared instead. */
  readonly ofConstraint: boolean
}
