/** Kinds of objects that a schema is compared by. */
export type ObjectKind =
  | 'schema'
  | 'extension'
  | 'type'
  | 'sequence'
  | 'table'
  | 'column'
  | 'constraint'
  | 'index'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'statistics'
  | 'view'
  | 'function'
  | 'default privileges'
  | 'event trigger'

/** One thing that was changed since the schema was applied. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'renamed' | 'changed'
  readonly object: ObjectKind
  /** What it is called now, and where it went away, what it was called: `public.shares.title`. */
  readonly path: string
  readonly id: string | null
  /** Somebody may do more or less than before. */
  readonly access: boolean
  /** Of `changed`: each property. Of `renamed`: the name. */
  readonly changes: readonly FactChange[]
  /** The whole as a sentence. */
  readonly text: string
}

export interface FactChange {
  readonly property: string
  readonly before: string
  readonly after: string
}
