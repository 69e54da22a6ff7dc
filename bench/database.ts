import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { openEmbedded } from '../src/engine/adapters/embedded.ts'
import { parentOf } from './measure/cpu.ts'

/** A PostgreSQL that the benchmark may load. */
export interface BenchServer {
  /** Connection string of a database on it. */
  readonly urlOf: (database: string) => string
  /** Process that all others of PostgreSQL descend from; undefined where it runs elsewhere. */
  readonly postmaster: number | undefined
  readonly version: string
  /** Says whether it is the product's own PostgreSQL; a shared one is neither pinned nor tuned. */
  readonly kind: 'embedded' | 'given'
  close(): Promise<void>
}

/** Folder of the embedded PostgreSQL of the benchmark: kept, so that a second run finds its data. */
const DATA_DIR = join(import.meta.dirname, '..', '.architect', 'bench')

/** The PostgreSQL of `ARCHITECT_BENCH_URL`, or an embedded one pinned to `core`. */
export async function openBenchServer(core: number | undefined): Promise<BenchServer> {
  const given = process.env['ARCHITECT_BENCH_URL']
  if (given !== undefined) return await describe(given, 'given', () => Promise.resolve())
  const embedded = await openEmbedded({ dataDir: DATA_DIR, transport: 'loopback' })
  if (core !== undefined) pin(embedded.pid, core)
  return await describe(embedded.url, 'embedded', () => embedded.close())
}

async function describe(
  url: string,
  kind: BenchServer['kind'],
  close: () => Promise<void>,
): Promise<BenchServer> {
  const client = await connect(url)
  try {
    const { rows } = await client.query<{ pid: number; version: string }>(
      "select pg_backend_pid() as pid, current_setting('server_version') as version",
    )
    const [row] = rows
    return {
      urlOf: (database) => withDatabase(url, database),
      postmaster: row === undefined ? undefined : postmasterOf(row.pid),
      version: row?.version ?? 'unknown',
      kind,
      close,
    }
  } finally {
    await client.end()
  }
}

/** A connected client in UTC. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: '-c timezone=UTC' })
  await client.connect()
  return client
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** The backend's parent, if the backend is a process of this machine. */
function postmasterOf(backend: number): number | undefined {
  return existsSync(`/proc/${backend}/stat`) ? parentOf(backend) : undefined
}

/** Keeps a process and its future children on one core. */
function pin(pid: number, core: number): void {
  execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' })
}
