import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { RowExpression, Rule } from './expression.ts'
import type { Id, Insert, Row, Shapes, SortName } from './values.ts'

/** Event name to the schema of its payload. */
export type EventSchemas = Readonly<Record<string, StandardSchemaV1>>

/** One page of a list, and the cursor of the next one. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** The rows of one resource, bound to the rules of whoever acts. */
export interface Table<R extends Shapes, K extends keyof R & string> {
  get(id: Id<K>): Promise<Row<R, K>>
  create(row: Insert<R, K>): Promise<Row<R, K>>
  update(
    id: Id<K>,
    change: Partial<Insert<R, K>>,
    options?: { readonly ifVersion?: number },
  ): Promise<Row<R, K>>
  delete(id: Id<K>): Promise<void>
  list(question?: {
    readonly where?: (row: RowExpression<R, K>) => Rule
    readonly sort?: SortName<R, K>
    readonly after?: string | undefined
    readonly limit?: number
  }): Promise<Page<Row<R, K>>>
}

/** All rows, resource by resource. */
export type Db<R extends Shapes> = { readonly [K in keyof R & string]: Table<R, K> }

/** Structured logging with the id of the request. */
export interface Log {
  info(fields: object, message?: string): void
  warn(fields: object, message?: string): void
  error(fields: object, message?: string): void
}

/** What custom code is given, whoever started it. */
export interface SystemContext<R extends Shapes, E extends EventSchemas> {
  readonly now: Date
  readonly log: Log
  /** Aborted at the deadline. */
  readonly signal: AbortSignal
  readonly fetch: typeof fetch
  /** Rows outside the rules; the reason is logged and listed by `verify`. */
  asSystem(reason: string): Db<R>
  /** An event, written in the same transaction. */
  emit<N extends keyof E & string>(
    name: N,
    payload: StandardSchemaV1.InferInput<E[N]>,
  ): Promise<void>
  /** A piece of work for later, written in the same transaction. */
  enqueue(job: string, input: unknown): Promise<void>
  /** The text of an id as the id of a resource. */
  id<K extends keyof R & string>(resource: K, text: string): Id<K>
}

/** What custom code is given when an actor started it. */
export interface ActorContext<R extends Shapes, A extends keyof R & string, E extends EventSchemas>
  extends SystemContext<R, E> {
  readonly db: Db<R>
  readonly actor: Row<R, A>
}
