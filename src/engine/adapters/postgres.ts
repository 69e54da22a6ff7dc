import type { Database, DatabaseHealth, QueryOptions } from '../ports/database.ts'
import { connectFirst } from './postgres/connect.ts'
import { type Connector, createConnector } from './postgres/connector.ts'
import { notSent } from './postgres/errors.ts'
import { openListening } from './postgres/listen.ts'
import { createLongLane } from './postgres/long-lane.ts'
import { createPool } from './postgres/pool.ts'
import { STATEMENT_TIMEOUT_MS } from './postgres/session.ts'
import { openShortLane } from './postgres/short-lane.ts'

/** Shared pipelined connections; commits of different connections share a flush of the log: npm run bench, W4. */
const SHARED_CONNECTIONS = 8
const POOL_SIZE = 10
/** How long `close` waits for running statements. */
const GRACE_MS = 5000

/** How to reach PostgreSQL, and how much of it to take. */
export interface PostgresOptions {
  /** `postgresql://user:password@host:port/database`, with `sslmode` and other parameters of libpq. */
  readonly url: string
  /** Connections that short statements share, pipelined. Default 8. */
  readonly sharedConnections?: number
  /** Connections for transactions, streams and long statements, opened when needed. Default 10. */
  readonly poolSize?: number
  /** Milliseconds that `close` waits for running statements. Default 5,000. */
  readonly graceMs?: number
  /** Called when the database goes away and when it is back. */
  readonly onHealth?: (health: DatabaseHealth) => void
}

/**
 * Any PostgreSQL from 15 on, over the network or a socket.
 * @throws {ArchitectError} ARC514 when it cannot be reached, refuses, or is too old
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const connector = createConnector(options.url)
  const first = await connectFirst(connector, options.url)
  const short = openShortLane({
    connector,
    first,
    connections: options.sharedConnections ?? SHARED_CONNECTIONS,
    onHealth: options.onHealth ?? (() => undefined),
  })
  const pool = createPool(connector, options.poolSize ?? POOL_SIZE)
  const long = createLongLane(pool, connector)

  /** While nothing answers, callers hear it at once instead of waiting for a connection attempt. */
  function requireUp(): void {
    const health = short.health()
    if (health.state === 'down') throw notSent(health.reason)
  }

  return {
    query: async (query, queryOptions) => {
      if (isShort(queryOptions)) return await short.query(query, queryOptions?.signal)
      requireUp()
      return await long.query(query, queryOptions ?? {})
    },
    transaction: async (work, transactionOptions) => {
      requireUp()
      return await long.transaction(work, transactionOptions ?? {})
    },
    stream: (query, streamOptions) => long.stream(query, streamOptions ?? {}),
    listen: (channel, onMessage, onGap) => openListening(connector, { channel, onMessage, onGap }),
    health: short.health,
    version: async () => first.serverVersion,
    close: () => closeAll(connector, [short.close, pool.close], options.graceMs ?? GRACE_MS),
  }
}

/** The shared connections know one timeout: a statement with another one gets a connection for itself. */
function isShort(options: QueryOptions | undefined): boolean {
  if (options === undefined) return true
  const { lane = 'short', timeoutMs = STATEMENT_TIMEOUT_MS } = options
  return lane === 'short' && timeoutMs === STATEMENT_TIMEOUT_MS
}

async function closeAll(
  connector: Connector,
  closing: readonly (() => Promise<void>)[],
  graceMs: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const grace = setTimeout(resolve, graceMs)
  await Promise.race([Promise.all(closing.map((close) => close())), promise])
  clearTimeout(grace)
  connector.close()
}
