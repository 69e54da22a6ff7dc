import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedServer, openEmbedded } from '../../src/engine/adapters/embedded.ts'
import { openPostgres } from '../../src/engine/adapters/postgres.ts'
import { compile, sql } from '../../src/sql/sql.ts'
import { USER_ID } from './backend.ts'

/** A PostgreSQL of the test's own, reached through a wire that the test can cut. */
export interface Postgres extends AsyncDisposable {
  /** Past the wire, for the test itself. */
  readonly directUrl: string
  /** Through the wire, for the backend. */
  readonly url: string
  readonly wire: Wire
  readonly dataDir: string
  pid(): number
  stop(): Promise<void>
  start(): Promise<void>
}

export interface PostgresOptions {
  readonly dataDir?: string
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts it on a new data folder. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const folder = options.dataDir ?? mkdtempSync(join(tmpdir(), 'chaos-pg-'))
  const { settings = {} } = options
  const open = (): Promise<EmbeddedServer> =>
    openEmbedded({ dataDir: folder, transport: 'loopback', settings })
  let server: EmbeddedServer | undefined = await open()
  let url = server.url
  const wire = await openWire(() => Number(new URL(url).port))
  const stop = async (): Promise<void> => {
    await server?.close()
    server = undefined
  }
  return {
    get directUrl() {
      return url
    },
    get url() {
      return url.replace(/:\d+\//, `:${wire.port}/`)
    },
    wire,
    dataDir: folder,
    pid: () => server?.pid ?? 0,
    stop,
    start: async () => {
      server = await open()
      url = server.url
    },
    [Symbol.asyncDispose]: async () => {
      wire.close()
      await stop()
      if (options.dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Forwards one port to another. */
export interface Wire {
  readonly port: number
  /** Bytes are neither forwarded nor refused any more: a host that fell silent. */
  freeze(): void
  thaw(): void
  close(): void
}

function openWire(targetPort: () => number): Promise<Wire> {
  const sockets = new Set<Socket>()
  let frozen = false
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket)
    socket.on('data', (data) => other.write(data))
    socket.on('error', () => other.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      other.destroy()
    })
    if (frozen) socket.pause()
  }
  const server = createServer((client) => {
    const upstream = connect(targetPort(), '127.0.0.1')
    keep(client, upstream)
    keep(upstream, client)
  })
  const { promise, resolve } = Promise.withResolvers<Wire>()
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    resolve({
      port: typeof address === 'object' && address !== null ? address.port : 0,
      freeze: () => {
        frozen = true
        for (const socket of sockets) socket.pause()
      },
      thaw: () => {
        frozen = false
        for (const socket of sockets) socket.resume()
      },
      close: () => {
        server.close()
        for (const socket of sockets) socket.destroy()
      },
    })
  })
  return promise
}

/** The row that the token is for. */
export async function addUser(url: string): Promise<void> {
  await ask(
    url,
    sql`insert into users (id, handle, email)
    values (${USER_ID}::uuid, 'chaos', 'chaos@example.test')`,
  )
}

/** Id by title of every row that clients have created. @throws when a title is there twice */
export async function storedNotes(url: string): Promise<ReadonlyMap<string, string>> {
  const rows = await ask(url, sql`select title, id from notes`)
  const stored = new Map(rows.map(([title, id]) => [title ?? '', id ?? '']))
  if (stored.size < rows.length) throw new Error('A row was created twice')
  return stored
}

/** One statement on a connection of its own. */
export async function ask(
  url: string,
  statement: ReturnType<typeof sql>,
): Promise<readonly (readonly (string | null)[])[]> {
  const database = await openPostgres({ url, sharedConnections: 1 })
  try {
    const { rows } = await database.query(compile(statement), { lane: 'long', timeoutMs: 60_000 })
    return rows
  } finally {
    await database.close()
  }
}
