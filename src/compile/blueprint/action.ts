import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { SourcePlace } from '../../std/finding.ts'
import type { ActorContext, EventSchemas } from './context.ts'
import type { Rule } from './expression.ts'
import type { ClientInsert, Insert, Row, Shapes } from './values.ts'

/** A domain verb: who may, on which state of the row, with which input, and what happens in one transaction. */
export interface Action<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  K extends keyof R & string,
  I extends StandardSchemaV1,
  O,
> {
  readonly allow: Rule
  /** The state in which it may happen: part of the UPDATE's WHERE. */
  readonly when?: Rule
  readonly input: I
  readonly idempotent?: boolean
  run(
    context: ActorContext<R, A, E> & {
      readonly row: Row<R, K>
      readonly input: StandardSchemaV1.InferOutput<I>
    },
  ): Promise<O>
}

/** An action as `action(...)` returns it. */
export interface AnyAction {
  readonly place: SourcePlace
  readonly definition: unknown
}

/** Code around writes. A returned patch is merged into what is written. */
export interface Hooks<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  K extends keyof R & string,
> {
  beforeCreate?(
    context: ActorContext<R, A, E> & { readonly input: ClientInsert<R, K> },
  ): Promise<Partial<Insert<R, K>> | undefined>
  beforeUpdate?(
    context: ActorContext<R, A, E> & {
      readonly row: Row<R, K>
      readonly input: Partial<ClientInsert<R, K>>
    },
  ): Promise<Partial<Insert<R, K>> | undefined>
  /** May do I/O; runs after the transaction. */
  afterCommit?(context: SystemContextWithRow<R, A, E, K>): Promise<void>
}

type SystemContextWithRow<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  K extends keyof R & string,
> = ActorContext<R, A, E> & { readonly row: Row<R, K> }
