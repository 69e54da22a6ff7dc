/**
 * Everything the product tells its operators. Who sees it decides what becomes of it: a log line, a number, both.
 * No member ever holds a token, a body, a query string or the value of a field.
 */
export type Observation =
  | RequestObservation
  /** A fault of ours, or of something we need. `error` is printed with its cause, in the log only. */
  | { readonly kind: 'failure'; readonly requestId: string | undefined; readonly error: unknown }
  | {
      readonly kind: 'server'
      readonly state: 'listening' | 'draining' | 'closed'
      readonly url: string
    }
  | { readonly kind: 'database'; readonly state: 'up' | 'down'; readonly reason?: string }
  | { readonly kind: 'overload'; readonly state: 'shedding' | 'normal'; readonly delayMs: number }
  /** Subscribers of server-sent events on this instance. */
  | { readonly kind: 'subscribers'; readonly count: number }
  | { readonly kind: 'notice'; readonly level: 'info' | 'warn'; readonly message: string }

/** One answered request. */
export interface RequestObservation {
  readonly kind: 'request'
  readonly requestId: string
  readonly method: string
  /** As in the design: `/v1/shares/{id}`; `unmatched` where there is no such path. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
  readonly actorId?: string
  /** Of the error register. */
  readonly code?: string
  readonly statements?: number
  /** It streamed events until somebody left: how long says nothing of how fast. */
  readonly endless?: true
}

/** Takes an observation and never throws. */
export type Observe = (observation: Observation) => void

/** Hands each observation to all. */
export function observeAll(...observers: readonly Observe[]): Observe {
  return (observation) => {
    for (const observe of observers) observe(observation)
  }
}
