import { Client } from 'pg'
import type { SqlQuery } from '../../../sql/query.ts'
import { compile, sql } from '../../../sql/sql.ts'
import type { DatabaseError, Rows } from '../../ports/database.ts'
import { notSent, toDatabaseError } from './errors.ts'
import { STATEMENT_TIMEOUT_MS, sessionConfig } from './session.ts'
import { type Statements, TextQuery } from './text-query.ts'

const IDENTIFY: SqlQuery = compile(
  sql`select pg_backend_pid(), current_setting('server_version_num')`,
)

/** One live connection. Statements go out at once and are answered in their order. */
export interface Link {
  /** Of the server process behind it, for cancelling. */
  readonly processId: string
  readonly serverVersion: number
  /** Sent and unanswered, oldest first: PostgreSQL works on the first. */
  readonly pending: readonly TextQuery[]
  /** Statements answered so far; standing still while some are pending means a dead connection. */
  readonly answered: number
  /** Milliseconds of `statement_timeout` that the session has now. */
  timeoutMs: number
  /** Absent while the connection lives. */
  readonly lost: DatabaseError | undefined
  send(query: SqlQuery): Promise<Rows>
  /** The statement itself, for whoever may have to cancel it. */
  start(query: SqlQuery): Started
  /** Calls back as soon as the statement is the one that PostgreSQL works on; never, when it was answered before. */
  whenRunning(query: TextQuery, callback: () => void): void
  /** A text of several statements, without parameters. Resolves to the tag of the last one, e.g. `COMMIT`. */
  run(script: string): Promise<string>
  onNotification(listener: (channel: string, payload: string) => void): void
  onLost(listener: (error: DatabaseError) => void): void
  /** Says goodbye after what is pending. */
  end(): Promise<void>
  /** Cuts the connection; what is pending fails as `unavailable`. */
  destroy(): void
}

export interface Started {
  readonly query: TextQuery
  readonly answer: Promise<Rows>
}

/**
 * Opens a connection and learns who is behind it.
 * @throws {DatabaseError} `unavailable` or `refused`, as PostgreSQL says
 */
export async function openLink(url: string): Promise<Link> {
  const client = connectable(url)
  const link = new ClientLink(client)
  try {
    await client.connect()
    const { rows } = await link.send(IDENTIFY)
    link.processId = rows[0]?.[0] ?? ''
    link.serverVersion = Number(rows[0]?.[1])
    return link
  } catch (error) {
    link.destroy()
    throw toDatabaseError(error)
  }
}

function connectable(url: string): Client {
  try {
    return new Client(sessionConfig(url))
  } catch (cause) {
    throw toDatabaseError(cause)
  }
}

class ClientLink implements Link {
  processId = ''
  serverVersion = 0
  readonly pending: TextQuery[] = []
  answered = 0
  timeoutMs: number = STATEMENT_TIMEOUT_MS
  lost: DatabaseError | undefined = undefined
  private readonly client: Client
  private readonly statements: Statements = new Map()
  private readonly awaited = new Map<TextQuery, () => void>()
  private readonly lostListeners: ((error: DatabaseError) => void)[] = []

  constructor(client: Client) {
    this.client = client
    client.on('error', (error) => this.lose(toDatabaseError(error)))
    client.on('end', () => this.lose(notSent('The connection to PostgreSQL ended')))
  }

  send(query: SqlQuery): Promise<Rows> {
    return this.start(query).answer
  }

  start(query: SqlQuery): Started {
    const { promise, resolve, reject } = Promise.withResolvers<Rows>()
    const settle = {
      resolve: (rows: Rows) => {
        this.pass()
        resolve(rows)
      },
      reject: (error: DatabaseError) => {
        this.pass()
        reject(error)
      },
    }
    const started = new TextQuery(query, this.statements, settle)
    this.pending.push(started)
    this.client.query(started)
    return { query: started, answer: promise }
  }

  whenRunning(query: TextQuery, callback: () => void): void {
    if (query.settled) return
    if (this.pending[0] === query) callback()
    else this.awaited.set(query, callback)
  }

  async run(script: string): Promise<string> {
    try {
      const result: unknown = await this.client.query(script)
      const last: unknown = Array.isArray(result) ? result.at(-1) : result
      const tag: unknown =
        typeof last === 'object' && last !== null ? Reflect.get(last, 'command') : ''
      return typeof tag === 'string' ? tag : ''
    } catch (error) {
      throw toDatabaseError(error)
    }
  }

  onNotification(listener: (channel: string, payload: string) => void): void {
    this.client.on('notification', (message) => listener(message.channel, message.payload ?? ''))
  }

  onLost(listener: (error: DatabaseError) => void): void {
    this.lostListeners.push(listener)
  }

  async end(): Promise<void> {
    await this.client.end()
  }

  destroy(): void {
    this.client.connection.stream.destroy()
  }

  private pass(): void {
    this.answered += 1
    this.pending.shift()
    const next = this.pending[0]
    if (this.awaited.size === 0 || next === undefined) return
    this.awaited.get(next)?.()
    this.awaited.delete(next)
  }

  private lose(error: DatabaseError): void {
    if (this.lost !== undefined) return
    this.lost = error
    for (const listener of this.lostListeners) listener(error)
  }
}
