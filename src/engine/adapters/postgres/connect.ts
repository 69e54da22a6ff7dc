import { Client } from 'pg'
import { ArchitectError } from '../../../std/error.ts'
import type { DatabaseError } from '../../ports/database.ts'
import type { Connector } from './connector.ts'
import { toDatabaseError } from './errors.ts'
import type { Link } from './link.ts'

/** PostgreSQL 15 brought `nulls not distinct` and `create database ... strategy`, which are used. */
const OLDEST_VERSION = 150_000

/** A server that is starting up, or full for a moment, is asked again for so long. */
const PATIENCE_MS = 10_000
const PAUSE_MS = 100

/**
 * The first connection, at start: here a wrong setting shall stop the program with its remedy.
 * @throws {ArchitectError} ARC514 when PostgreSQL cannot be reached, refuses, or is older than 15
 */
export async function connectFirst(connector: Connector, url: string): Promise<Link> {
  const link = await openPatiently(connector, url)
  if (link.serverVersion >= OLDEST_VERSION) return link
  link.destroy()
  const version = Math.floor(link.serverVersion / 10_000)
  throw refusal(url, { reason: `PostgreSQL ${version} is too old`, remedy: 'Use 15 or newer.' })
}

async function openPatiently(connector: Connector, url: string): Promise<Link> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await connector.open()
    } catch (cause) {
      const error = toDatabaseError(cause)
      const passing = error.sqlState === '57P03' || error.sqlState === '53300'
      if (!passing || performance.now() > deadline) throw refusal(url, explain(error), error)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

interface Explanation {
  readonly reason: string
  readonly remedy: string
}

function explain(error: DatabaseError): Explanation {
  switch (error.sqlState) {
    case '28P01':
    case '28000':
      return { reason: 'the user or password was refused', remedy: 'Check both in DATABASE_URL.' }
    case '3D000':
      return {
        reason: 'the database does not exist',
        remedy: 'Create it, or name another one in DATABASE_URL.',
      }
    case '53300':
      return {
        reason: 'it has no free connection',
        remedy: 'Raise its max_connections, or lower the pool sizes.',
      }
    default:
      return {
        reason: error.message,
        remedy: 'Check that PostgreSQL runs there and that DATABASE_URL names it.',
      }
  }
}

function refusal(
  url: string,
  { reason, remedy }: Explanation,
  cause?: DatabaseError,
): ArchitectError {
  const target = describe(url)
  return new ArchitectError('ARC514', `PostgreSQL at ${target}: ${reason}. ${remedy}`, {
    detail: { target, ...(cause?.sqlState === undefined ? {} : { sqlState: cause.sqlState }) },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Where a URL points, without its password. */
function describe(url: string): string {
  try {
    const client = new Client({ connectionString: url })
    return `${client.host}:${client.port}, database "${client.database}", user "${client.user}"`
  } catch {
    return 'an address that cannot be read'
  }
}
