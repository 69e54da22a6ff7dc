/**
 * Every way a request or a command can be refused, with its HTTP status and RFC 9457 title.
 * A code is a public contract: it is documented in docs/guide/errors.md and never reused.
 * Groups: 1xx request, 2xx access, 3xx data, 4xx migration, 5xx platform.
 */
export const ERRORS = {
  ARC101: { status: 400, title: 'Malformed request' },
  ARC102: { status: 422, title: 'Validation failed' },
  ARC103: { status: 405, title: 'Method not allowed' },
  ARC104: { status: 406, title: 'Not acceptable' },
  ARC105: { status: 413, title: 'Content too large' },
  ARC106: { status: 414, title: 'URI too long' },
  ARC107: { status: 415, title: 'Unsupported media type' },
  ARC108: { status: 431, title: 'Request header fields too large' },
  ARC109: { status: 408, title: 'Request timeout' },
  ARC110: { status: 428, title: 'Precondition required' },
  ARC111: { status: 422, title: 'Idempotency key reused' },
  ARC112: { status: 409, title: 'Request in flight' },
  ARC201: { status: 401, title: 'Authentication required' },
  ARC202: { status: 403, title: 'Forbidden' },
  ARC203: { status: 429, title: 'Rate limit exceeded' },
  ARC204: { status: 401, title: 'Invalid token' },
  ARC301: { status: 404, title: 'Not found' },
  ARC302: { status: 412, title: 'Version conflict' },
  ARC303: { status: 409, title: 'Already exists' },
  ARC304: { status: 409, title: 'Still referenced' },
  ARC305: { status: 409, title: 'Patch test failed' },
  ARC401: { status: 409, title: 'Approval required' },
  ARC402: { status: 409, title: 'Schema differs' },
  ARC500: { status: 500, title: 'Internal error' },
  ARC501: { status: 503, title: 'Dependency unavailable' },
  ARC502: { status: 503, title: 'Overloaded' },
  ARC503: { status: 503, title: 'Deadline exceeded' },
  ARC504: { status: 503, title: 'Shutting down' },
  ARC511: { status: 500, title: 'Invalid configuration' },
  ARC512: { status: 500, title: 'Blueprint not loadable' },
  ARC513: { status: 500, title: 'Blueprint has errors' },
  ARC514: { status: 500, title: 'Database refused the connection' },
  ARC515: { status: 500, title: 'Data folder in use' },
  ARC516: { status: 500, title: 'Address in use' },
  ARC517: { status: 500, title: 'Embedded PostgreSQL did not start' },
  ARC518: { status: 500, title: 'Folder not empty' },
} as const

export type ErrorCode = keyof typeof ERRORS

/** One fault in a body or a parameter. `pointer` is an RFC 6901 pointer into the body, or the parameter's name. */
export interface Fault {
  readonly pointer: string
  readonly code: string
  readonly message: string
}

/** A refusal with one cause. Bugs throw plain `Error`; many causes are returned as findings. */
export class ArchitectError extends Error {
  override readonly name = 'ArchitectError'
  readonly code: ErrorCode
  /** For logs and tests. What a client may see of it is decided in `serve/problem.ts`. */
  readonly detail: Readonly<Record<string, unknown>>
  /** The single faults of a request, all of them, for the `errors` member of its problem. */
  readonly faults: readonly Fault[]
  /** Response header fields that belong to the refusal: `allow`, `retry-after`, `www-authenticate`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      detail?: Readonly<Record<string, unknown>>
      faults?: readonly Fault[]
      headers?: Readonly<Record<string, string>>
      cause?: unknown
    } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.code = code
    this.detail = options.detail ?? {}
    this.faults = options.faults ?? []
    this.headers = options.headers ?? {}
  }
}

/** The value, or the bug: what `otherwise` says can only be a mistake of ours. */
export function invariant<T>(value: T | null | undefined, otherwise: string): T {
  if (value === undefined || value === null) throw new Error(otherwise)
  return value
}
