import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ArchitectError } from '../../../std/error.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import { childEnvironment, notStarted } from './postmaster.ts'
import { commandOf, isAlive, waitUntilGone } from './processes.ts'

const FAST_MS = 12_000
const IMMEDIATE_MS = 5000

/** Folder of the cluster and the files that PostgreSQL is given. */
export interface Cluster {
  readonly folder: string
  readonly hbaFile: string
  readonly password: string
}

/**
 * The cluster of a data folder: made at the first start, freed from a server that outlived its parent at the next.
 * @throws {ArchitectError} ARC517 when it cannot be made, or was made by another major version
 */
export async function prepareCluster(place: Place, binaries: Binaries): Promise<Cluster> {
  const folder = join(place.folder, 'cluster')
  const password = ownPassword(place)
  if (existsSync(folder)) {
    requireSameVersion(folder, binaries)
    await stopOrphan(folder)
  } else {
    await createCluster(place, binaries, folder)
  }
  return { folder, hbaFile: writeHba(place), password }
}

function ownPassword(place: Place): string {
  const path = passwordFile(place)
  if (!existsSync(path)) writeOwned(place, path, randomBytes(24).toString('base64url'))
  return readFileSync(path, 'utf8')
}

function passwordFile(place: Place): string {
  return join(place.folder, 'password')
}

/** Through the socket come only those whom its folder lets in; through the loopback port, those who know the password. */
function writeHba(place: Place): string {
  const path = join(place.folder, 'pg_hba.conf')
  writeOwned(place, path, 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n')
  return path
}

function writeOwned({ identity }: Place, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  if (identity !== undefined) chownSync(path, identity.uid, identity.gid)
}

function requireSameVersion(folder: string, binaries: Binaries): void {
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (version === binaries.majorVersion) return
  throw new ArchitectError(
    'ARC517',
    `The data in ${folder} was made by PostgreSQL ${version}, and this is ${binaries.majorVersion}. Move it with pg_dump of version ${version}, or give an empty folder (ARCHITECT_DATA_DIR).`,
    { detail: { folder, made: version, found: binaries.majorVersion } },
  )
}

/** initdb works beside the final folder, so that an interrupted one leaves nothing that looks like a cluster. */
async function createCluster(place: Place, binaries: Binaries, folder: string): Promise<void> {
  const draft = `${folder}.draft`
  rmSync(draft, { recursive: true, force: true })
  await initdb(place, binaries, draft)
  renameSync(draft, folder)
}

function initdb(place: Place, binaries: Binaries, folder: string): Promise<void> {
  const settings = [
    `--pgdata=${folder}`,
    '--username=postgres',
    `--pwfile=${passwordFile(place)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point, like `collate "C"`, on every platform; upper and lower case follow Unicode.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const options = { cwd: place.folder, ...childEnvironment(), ...place.identity }
  execFile(binaries.initdb, settings, options, (error, _stdout, stderr) => {
    if (error === null) resolve()
    else reject(notStarted(stderr.trim().split('\n'), 'initdb failed'))
  })
  return promise
}

/**
 * After `kill -9` of parent and watchdog a server may still run on the folder; PostgreSQL's own lock file may also name
 * an id that another program has by now.
 */
async function stopOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (pid > 0 && isAlive(pid) && commandOf(pid).includes(folder)) await end(pid)
  rmSync(file, { force: true })
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  if (await waitUntilGone(pid, FAST_MS)) return
  process.kill(pid, 'SIGQUIT')
  if (await waitUntilGone(pid, IMMEDIATE_MS)) return
  throw new ArchitectError(
    'ARC517',
    `Process ${pid} still runs PostgreSQL on the data folder and does not stop. End it, then start again.`,
    { detail: { pid } },
  )
}
