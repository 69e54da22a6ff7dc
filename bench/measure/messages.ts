/** A command to the load generator. */
export interface LoadOrder {
  readonly port: number
  /** Whole HTTP/1.1 requests, sent over and over in this order. */
  readonly requests: readonly string[]
  readonly connections: number
  readonly warmUpMs: number
  readonly measureMs: number
}

/** What the load generator says: when measuring begins, and what came of it. */
export type LoadReport = { readonly kind: 'measuring' } | ({ readonly kind: 'done' } & LoadResult)

export interface LoadResult {
  /** Answered with 200 or 201 within the measured time. */
  readonly answered: number
  /** Answered with anything else, or not at all. */
  readonly failed: number
  readonly seconds: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly bytes: number
  /** Processor seconds of the generator itself. */
  readonly cpuSeconds: number
}
