import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Binaries, prepareBinaries } from './embedded/binaries.ts'
import { type Cluster, prepareCluster } from './embedded/cluster.ts'
import { acquireLock } from './embedded/lock.ts'
import { type Place, preparePlace } from './embedded/place.ts'
import { type Postmaster, startPostmaster } from './embedded/postmaster.ts'

/** Longest path of a Unix socket's folder: the address has 104 bytes on macOS, and `/.s.PGSQL.5432` is appended. */
const MAX_SOCKET_FOLDER = 85
/** A server that dies is started again; not faster than this. */
const RESTART_MS = 500

/** How to run the embedded PostgreSQL. */
export interface EmbeddedOptions {
  /** Folder of the data; made when it is missing. */
  readonly dataDir: string
  /** Further settings of the server, e.g. `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Lines of the server's log; they hold no statements and no values. */
  readonly onLog?: (line: string) => void
  /** `socket` where the platform has them, else `loopback`: a port of 127.0.0.1 with a random password. */
  readonly transport?: 'socket' | 'loopback'
}

/** A running PostgreSQL of our own. */
export interface EmbeddedServer {
  /** For the postgres adapter; its database is `postgres`. */
  readonly url: string
  /** Where the data lies: not always where it was asked for. */
  readonly dataDir: string
  /** For people: why the data lies elsewhere. */
  readonly notice: string | undefined
  /** Process id of the server. */
  readonly pid: number
  close(): Promise<void>
}

/**
 * Starts real PostgreSQL as a child process on a data folder that is only ours, never as root.
 * @throws {ArchitectError} ARC515 when the folder is in use, ARC517 when PostgreSQL does not start
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = preparePlace(options.dataDir)
  const lock = acquireLock(place.folder)
  const opened: (() => void)[] = [lock.release]
  try {
    const binaries = prepareBinaries(place)
    const cluster = await prepareCluster(place, binaries)
    const address = await openAddress(place, options.transport ?? defaultTransport())
    opened.unshift(address.release)
    const start = () => startPostmaster(commandFor({ place, binaries, cluster, address, options }))
    const server = await supervise(start, options.onLog ?? (() => undefined))
    return {
      url: urlOf(address, cluster),
      dataDir: place.folder,
      notice: place.notice,
      get pid() {
        return server.pid()
      },
      close: async () => {
        await server.close()
        for (const release of opened) release()
      },
    }
  } catch (error) {
    for (const release of opened) release()
    throw error
  }
}

type Address =
  | { readonly kind: 'socket'; readonly folder: string; readonly release: () => void }
  | { readonly kind: 'loopback'; readonly port: number; readonly release: () => void }

function defaultTransport(): 'socket' | 'loopback' {
  return process.platform === 'win32' ? 'loopback' : 'socket'
}

async function openAddress(place: Place, transport: 'socket' | 'loopback'): Promise<Address> {
  const base = join(tmpdir(), 'architect-')
  if (transport === 'loopback' || base.length > MAX_SOCKET_FOLDER) {
    return { kind: 'loopback', port: await freePort(), release: () => undefined }
  }
  const folder = replaceSocketFolder(place, base)
  if (place.identity !== undefined) chownSync(folder, place.identity.uid, place.identity.gid)
  return { kind: 'socket', folder, release: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The last one is still there when its process was killed; the data folder is locked, so nobody uses it. */
function replaceSocketFolder(place: Place, base: string): string {
  const note = join(place.folder, 'socket-folder')
  const last = existsSync(note) ? readFileSync(note, 'utf8') : ''
  if (last.startsWith(base)) rmSync(last, { recursive: true, force: true })
  const folder = mkdtempSync(base)
  writeFileSync(note, folder)
  return folder
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const probe = createServer().once('error', reject)
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    probe.close(() => resolve(port))
  })
  return promise
}

function urlOf(address: Address, cluster: Cluster): string {
  switch (address.kind) {
    case 'socket':
      return `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(address.folder)}`
    case 'loopback':
      return `postgresql://postgres:${cluster.password}@127.0.0.1:${address.port}/postgres`
  }
}

interface Start {
  readonly place: Place
  readonly binaries: Binaries
  readonly cluster: Cluster
  readonly address: Address
  readonly options: EmbeddedOptions
}

/** Modest in memory, honest about durability; errors are logged without their statement and its values. */
const SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '128MB',
  max_connections: '100',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  lc_messages: 'C',
  // Its worker processes cost memory and start time, and pay on big disks only.
  io_method: 'sync',
}

function commandFor({
  place,
  binaries,
  cluster,
  address,
  options,
}: Start): Parameters<typeof startPostmaster>[0] {
  const settings = {
    ...SETTINGS,
    hba_file: cluster.hbaFile,
    listen_addresses: address.kind === 'loopback' ? '127.0.0.1' : '',
    unix_socket_directories: address.kind === 'socket' ? address.folder : '',
    port: address.kind === 'loopback' ? String(address.port) : '5432',
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return {
    program: binaries.postgres,
    arguments: ['-D', cluster.folder, ...flags],
    folder: place.folder,
    identity: place.identity,
    onLog: options.onLog ?? (() => undefined),
  }
}

interface Supervised {
  pid(): number
  close(): Promise<void>
}

/** Keeps one server running until `close`: whoever uses it sees a database that went away and came back. */
async function supervise(
  start: () => Promise<Postmaster>,
  onLog: (line: string) => void,
): Promise<Supervised> {
  let current = await start()
  let closed = false
  let restarting: Promise<void> = Promise.resolve()

  async function again(): Promise<void> {
    while (!closed) {
      await new Promise((resolve) => setTimeout(resolve, RESTART_MS))
      if (closed) return
      try {
        current = await start()
        watch()
        return
      } catch (error) {
        onLog(
          `PostgreSQL could not be started again: ${error instanceof Error ? error.message : ''}`,
        )
      }
    }
  }

  function watch(): void {
    void current.ended.then(() => {
      if (!closed) restarting = again()
    })
  }

  watch()
  return {
    pid: () => current.pid,
    close: async () => {
      closed = true
      await restarting
      await current.stop()
    },
  }
}
