/** A request as the handler sees it, whoever received it. Fastify, and anything else that listens, stays in `server.ts`. */
export interface HttpRequest {
  /** Upper case. */
  readonly method: string
  /** Path and query exactly as sent. */
  readonly url: string
  /** Lower-case names; repeated fields joined as RFC 9110 says. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Reads the body, at most the configured number of bytes. @throws {ArchitectError} ARC105 */
  readonly body: () => Promise<Buffer>
  readonly requestId: string
  /** Aborted when the client goes away or the server has to stop. */
  readonly signal: AbortSignal
  /** Address of the client, after trusted proxies. */
  readonly address: string
}

export interface HttpResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** A stream is written as it is pulled, and closed when the client goes away. */
  readonly body: string | Buffer | AsyncIterable<string> | undefined
  readonly notes?: ResponseNotes
}

/** What log and metrics may know of an answer. Never sent. */
export interface ResponseNotes {
  /** Path as in the design: `/v1/shares/{id}`. */
  readonly route?: string
  readonly actorId?: string
  /** Of the error register. */
  readonly code?: string
  /** Sent to PostgreSQL for it. */
  readonly statements?: number
  /** Why it is a 5xx. */
  readonly cause?: unknown
}

export type Handler = (request: HttpRequest) => Promise<HttpResponse>
