import type { SqlQuery } from '../../sql/query.ts'

/** A value as PostgreSQL prints it in text format: no number, date or JSON is parsed on the way. */
export type Cell = string | null

/** Rows in the order of the select list. Text keeps every digit and every microsecond; who asks knows the types. */
export interface Rows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows returned or changed, as the command tag says. */
  readonly count: number
}

export interface QueryOptions {
  /** Aborting cancels the statement on the server. */
  readonly signal?: AbortSignal
  /** Statement timeout; the adapter's default is 5,000. */
  readonly timeoutMs?: number
  /**
   * `short` (default): one statement that answers in a few milliseconds, sent down a shared pipelined connection.
   * `long`: anything else, on a connection of its own from the pool, so that it blocks nobody.
   */
  readonly lane?: 'short' | 'long'
}

/** Statements of one transaction, in order, on one connection. */
export interface Transaction {
  query(query: SqlQuery): Promise<Rows>
  /** Several statements without parameters (DDL scripts). */
  execute(script: string): Promise<void>
}

export interface TransactionOptions {
  readonly signal?: AbortSignal
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readonly readOnly?: boolean
  readonly timeoutMs?: number
  readonly lockTimeoutMs?: number
}

export interface StreamOptions {
  readonly signal?: AbortSignal
  /** Rows a batch; default 500. */
  readonly batchSize?: number
}

/** `reason` is for the log and for readiness; it names no password. */
export type DatabaseHealth =
  | { readonly state: 'up' }
  | { readonly state: 'down'; readonly reason: string; readonly since: Date }

/**
 * PostgreSQL, wherever it runs. Sessions run in UTC with `standard_conforming_strings`.
 *
 * Every method rejects with {@link DatabaseError}:
 * unreachable or lost connections are `kind: 'unavailable'` (nothing is known of the statement unless `sent` is false),
 * timeouts `kind: 'timeout'`, and what PostgreSQL itself refuses `kind: 'refused'` with its SQLSTATE.
 */
export interface Database {
  query(query: SqlQuery, options?: QueryOptions): Promise<Rows>
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** A cursor on a connection of its own: batches arrive as they are pulled, memory stays constant. */
  stream(query: SqlQuery, options?: StreamOptions): AsyncIterable<readonly (readonly Cell[])[]>
  /** Calls `onMessage` for each NOTIFY on `channel`; listens again after a lost connection and then calls `onGap`. */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap: () => void,
  ): Promise<Listening>
  health(): DatabaseHealth
  /** The server's version as `server_version_num`, e.g. 150019. */
  version(): Promise<number>
  /** Waits for running statements up to a grace period, then closes every connection. */
  close(): Promise<void>
}

export interface Listening {
  close(): Promise<void>
}

export type DatabaseErrorKind = 'unavailable' | 'timeout' | 'refused' | 'cancelled'

/** What went wrong below the port. `detail` of PostgreSQL is never passed on: it holds values. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly kind: DatabaseErrorKind
  /** SQLSTATE, where PostgreSQL answered. */
  readonly sqlState: string | undefined
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
  /** False only when it is certain that PostgreSQL never saw the statement: then, and only then, trying again is safe. */
  readonly sent: boolean

  constructor(
    kind: DatabaseErrorKind,
    message: string,
    options: {
      sqlState?: string | undefined
      constraint?: string | undefined
      table?: string | undefined
      column?: string | undefined
      sent?: boolean
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.sqlState = options.sqlState
    this.constraint = options.constraint
    this.table = options.table
    this.column = options.column
    this.sent = options.sent ?? true
  }
}
