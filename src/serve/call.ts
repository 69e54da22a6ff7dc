import type { Actor } from './actor.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import type { Asking } from './parse/asking.ts'
import type { Audience } from './query/context.ts'
import type { RouteMatch } from './routes.ts'

/** A request for an operation that is open to its actor; whether it is right, nobody has looked yet. */
export interface Call {
  readonly http: HttpRequest
  /** Without its `?`. */
  readonly query: string
  readonly match: RouteMatch
  readonly actor: Actor
  readonly audience: Audience
  /** Counts what is sent to PostgreSQL. */
  readonly sent: Sent
  /** For the parsers of parameters; collects their faults. */
  readonly asking: Asking
}

/** Statements that a request has cost so far. */
export interface Sent {
  statements: number
}

/** Answers the calls of one operation. */
export type Answer = (call: Call, stage: Stage) => Promise<HttpResponse>

/** Runs a stage of a request and remembers how long it took. */
export type Stage = <T>(name: StageName, work: () => T) => T

/** One name per stage in code, `Server-Timing` and traces. */
export type StageName = 'authenticate' | 'parse' | 'plan' | 'query' | 'respond'
