import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ArchitectError } from '../../../std/error.ts'
import { isAlive, startOf } from './processes.ts'

/** Who owns a data folder. */
export interface Owner {
  readonly pid: number
  /** With the id, one process for ever: see `startOf`. */
  readonly start: string | null
  /** Tells two takers of one process apart. */
  readonly nonce: string
}

export interface Lock {
  release(): void
}

const FILE = 'lock.json'
/** Takers that meet at one stale lock settle it in as many rounds. */
const ROUNDS = 5

/**
 * Makes this process the owner of a data folder; the lock of a dead process is taken over.
 * @throws {ArchitectError} ARC515 while another process owns it
 */
export function acquireLock(folder: string): Lock {
  const owner: Owner = {
    pid: process.pid,
    start: startOf(process.pid) ?? null,
    nonce: randomUUID(),
  }
  const path = join(folder, FILE)
  for (let round = 0; round < ROUNDS; round++) {
    if (tryCreate(path, owner)) return { release: () => releaseIfMine(path, owner) }
    const found = readOwner(path)
    if (found === undefined) continue
    if (isRunning(found)) throw inUse(folder, found)
    removeStale(path, found)
  }
  throw inUse(folder, readOwner(path))
}

/** Writes the lock whole: a link appears with its content, or not at all. */
function tryCreate(path: string, owner: Owner): boolean {
  const draft = `${path}.${owner.nonce}`
  writeFileSync(draft, JSON.stringify(owner))
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A lock that cannot be read is nobody's. */
function readOwner(path: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null) return nobody()
    const { pid, start, nonce } = { pid: 0, start: null, nonce: '', ...value }
    return { pid: Number(pid), start: start === null ? null : String(start), nonce: String(nonce) }
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return absent ? undefined : nobody()
  }
}

function nobody(): Owner {
  return { pid: 0, start: null, nonce: '' }
}

function isRunning(owner: Owner): boolean {
  if (!(owner.pid > 0) || !isAlive(owner.pid)) return false
  return owner.start === null || startOf(owner.pid) === owner.start
}

/** Moves it away first: if another taker was faster, what was moved is that taker's, and goes back. */
function removeStale(path: string, stale: Owner): void {
  const aside = `${path}.${randomUUID()}.stale`
  try {
    renameSync(path, aside)
  } catch {
    return // Another taker moved it.
  }
  try {
    if (readOwner(aside)?.nonce !== stale.nonce) linkSync(aside, path)
  } finally {
    rmSync(aside, { force: true })
  }
}

function releaseIfMine(path: string, owner: Owner): void {
  if (readOwner(path)?.nonce === owner.nonce) rmSync(path, { force: true })
}

function inUse(folder: string, owner: Owner | undefined): ArchitectError {
  const pid = owner?.pid ?? 0
  const who = pid === process.pid ? 'this process' : `process ${pid}`
  return new ArchitectError(
    'ARC515',
    `The data folder ${folder} is in use by ${who}. Stop it first, or give this one another folder (ARCHITECT_DATA_DIR).`,
    { detail: { folder, pid } },
  )
}
