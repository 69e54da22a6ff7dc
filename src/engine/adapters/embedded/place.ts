import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ArchitectError } from '../../../std/error.ts'

/** Whom PostgreSQL runs as, where it must not run as we do. */
export interface Identity {
  readonly uid: number
  readonly gid: number
}

/** Where the data lies and who works on it. */
export interface Place {
  readonly folder: string
  /** Undefined: as this process. */
  readonly identity: Identity | undefined
  /** For people: why the data does not lie where they asked for. */
  readonly notice: string | undefined
}

/** The user with the fewest rights, where `/etc/passwd` does not name it. */
const NOBODY: Identity = { uid: 65_534, gid: 65_534 }

/**
 * Prepares the data folder. PostgreSQL refuses to run as root, so root lends it to the owner of the folder, or to
 * `nobody`; where that user cannot reach it (below `/root`, for instance), another place is chosen and said.
 * @throws {ArchitectError} ARC517 when it cannot be made, or belongs to somebody else
 */
export function preparePlace(dataDir: string): Place {
  const wanted = resolve(dataDir)
  const root = process.getuid?.() === 0
  try {
    return root ? placeForRoot(wanted) : placeForUser(wanted)
  } catch (cause) {
    if (cause instanceof ArchitectError) throw cause
    throw unusable(wanted, cause instanceof Error ? cause.message : 'unknown error', cause)
  }
}

function placeForUser(folder: string): Place {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const uid = process.getuid?.()
  const owner = statSync(folder).uid
  if (uid !== undefined && owner !== uid) {
    throw unusable(folder, `it belongs to user ${owner} and this is user ${uid}`)
  }
  return { folder, identity: undefined, notice: undefined }
}

function placeForRoot(wanted: string): Place {
  const identity = identityFor(wanted)
  if (isReachable(wanted, identity)) {
    lend(wanted, identity)
    return { folder: wanted, identity, notice: undefined }
  }
  const folder = otherPlace(wanted)
  lend(folder, identity)
  const notice = `PostgreSQL cannot run as root, and user ${identity.uid} cannot reach ${wanted}: the data is in ${folder}.`
  return { folder, identity, notice }
}

function lend(folder: string, identity: Identity): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const { uid } = statSync(folder)
  if (uid !== 0 && uid !== identity.uid) throw unusable(folder, `it belongs to user ${uid}`)
  chownSync(folder, identity.uid, identity.gid)
  chmodSync(folder, 0o700)
}

/** The same place at every start, for the same folder. */
function otherPlace(wanted: string): string {
  const shared = existsSync('/var/tmp') ? '/var/tmp' : tmpdir()
  const parent = join(shared, 'backend-architect')
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  if (statSync(parent).uid !== 0) throw unusable(parent, 'it does not belong to root')
  chmodSync(parent, 0o755)
  return join(parent, createHash('sha256').update(wanted).digest('hex').slice(0, 12))
}

function identityFor(folder: string): Identity {
  const { uid, gid } = statSync(nearestExisting(folder))
  // initdb looks its user up by id and gives up where there is none.
  return uid !== 0 && passwd().some((entry) => entry.uid === uid) ? { uid, gid } : nobody()
}

interface PasswdEntry extends Identity {
  readonly name: string
}

function passwd(): readonly PasswdEntry[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }))
  } catch {
    return [] // A system without the file has other directories of users; `nobody` it is.
  }
}

function nobody(): Identity {
  const { uid, gid } = passwd().find((entry) => entry.name === 'nobody') ?? NOBODY
  return { uid, gid }
}

function nearestExisting(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestExisting(dirname(path))
}

/** True when the user may pass through every folder above, as the permission bits say. */
export function isReachable(path: string, identity: Identity): boolean {
  const parent = dirname(path)
  if (parent === path) return true
  if (!isReachable(parent, identity)) return false
  return !existsSync(parent) || mayPass(parent, identity)
}

function mayPass(folder: string, { uid, gid }: Identity): boolean {
  const stats = statSync(folder)
  if (stats.uid === uid) return (stats.mode & 0o100) !== 0
  if (stats.gid === gid) return (stats.mode & 0o010) !== 0
  return (stats.mode & 0o001) !== 0
}

function unusable(folder: string, reason: string, cause?: unknown): ArchitectError {
  return new ArchitectError(
    'ARC517',
    `The data folder ${folder} cannot be used: ${reason}. Choose another one with ARCHITECT_DATA_DIR, or set DATABASE_URL.`,
    { detail: { folder }, ...(cause === undefined ? {} : { cause }) },
  )
}
