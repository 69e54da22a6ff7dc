import type { Predicate } from '../../compile/design.ts'
import type { Actor } from '../actor.ts'
import type { Audience } from '../query/context.ts'
import type { ListRequest, ReadRequest } from '../request.ts'

/**
 * A permitted question. The branches of the rule that admit the actor are part of it, so SQL without the
 * check cannot be built.
 */
export type Plan = ReadPlan | ListPlan

interface Permitted {
  readonly actor: Actor
  readonly audience: Audience
  /** The version that is spoken: `v1`. */
  readonly version: string
  /** Never empty: nobody gets this far without one. */
  readonly branches: readonly Predicate[]
}

export interface ReadPlan extends Permitted {
  readonly kind: 'read'
  readonly request: ReadRequest
}

export interface ListPlan extends Permitted {
  readonly kind: 'list'
  readonly request: ListRequest
  /** False: every row, as a stream. */
  readonly paged: boolean
}

/** The id that rules compare with; null for the anonymous actor. */
export function actorIdOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.id : null
}
