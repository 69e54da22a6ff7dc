import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'
import { ArchitectError } from '../../../std/error.ts'
import type { Identity } from './place.ts'

/** A fast shutdown rolls open transactions back and writes everything; then less patience. */
const FAST_MS = 10_000
const IMMEDIATE_MS = 5000
/** Recovery after a crash may take a while. */
const START_TIMEOUT_MS = 60_000
/** Lines of the server's log kept for the message of a failed start. */
const KEPT_LINES = 20

/** What to start. */
export interface PostmasterOptions {
  readonly program: string
  readonly arguments: readonly string[]
  readonly folder: string
  readonly identity: Identity | undefined
  /** Lines of the server's log, without statements and values. */
  readonly onLog: (line: string) => void
}

/** The server process. */
export interface Postmaster {
  readonly pid: number
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>
  /** Ends it: fast, and if that takes too long, at once. */
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL and resolves when it accepts connections.
 *
 * It runs in a session of its own, so that Ctrl-C reaches only us and we end it after the last request; a watchdog
 * ends it when we were killed.
 * @throws {ArchitectError} ARC517 with the last lines of its log when it ends instead
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const watchdog = startWatchdog(options.identity)
  const child = spawn(options.program, options.arguments, {
    cwd: options.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
    ...childEnvironment(),
    ...options.identity,
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  }).finally(() => watchdog.kill('SIGKILL'))
  watchdog.stdin?.write(`${child.pid}\n`)
  try {
    await whenReady(child, ended, options.onLog)
  } catch (error) {
    await stop(child, ended)
    throw error
  }
  letGo(child)
  return { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) }
}

/**
 * The environment is not passed on: PGDATA, PGPORT and the like would change what we start. Windows needs its own.
 */
export function childEnvironment(): { env?: NodeJS.ProcessEnv } {
  return process.platform === 'win32' ? {} : { env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }
}

/**
 * Reads the server's id, then waits for the end of its input, which comes when this process ends, even by SIGKILL;
 * then it asks the server to stop, and after ten seconds tells it.
 */
const WATCH = `trap '' INT HUP TERM
read -r pid || exit 0
read -r _
kill -INT "$pid"
for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" || exit 0; sleep 1; done
kill -QUIT "$pid"`

const WATCH_ON_WINDOWS = `let pid = ''
process.stdin.on('data', (text) => { pid += text }).on('end', () => process.kill(Number(pid)))`

function startWatchdog(identity: Identity | undefined): ChildProcess {
  const [program, script] =
    process.platform === 'win32'
      ? [process.execPath, ['-e', WATCH_ON_WINDOWS]]
      : ['/bin/sh', ['-c', WATCH]]
  const watchdog = spawn(program, script, {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...childEnvironment(),
    ...identity,
  })
  watchdog.on('error', () => undefined) // Without a watchdog, the next start finds the server and stops it.
  watchdog.stdin?.on('error', () => undefined)
  watchdog.unref()
  unref(watchdog.stdin)
  return watchdog
}

async function whenReady(
  child: ChildProcess,
  ended: Promise<void>,
  onLog: (line: string) => void,
): Promise<void> {
  const lines: string[] = []
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  if (child.stderr !== null) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve()
      if (lines.push(line) > KEPT_LINES) lines.shift()
      onLog(line)
    })
  }
  const timer = setTimeout(() => reject(notStarted(lines, 'it took too long')), START_TIMEOUT_MS)
  child.once('error', (error) => reject(notStarted(lines, error.message)))
  void ended.then(() => reject(notStarted(lines, 'it ended')))
  try {
    await ready
  } finally {
    clearTimeout(timer)
  }
}

/** The refusal of a start, with what the server said. */
export function notStarted(lines: readonly string[], reason: string): ArchitectError {
  const log = lines.join('\n')
  const full = /No space left on device/.test(log)
  const said = lines.findLast((line) => /FATAL|PANIC|error/.test(line))
  const remedy = full ? 'The disk is full: free some space and start again.' : (said ?? log)
  return new ArchitectError('ARC517', `Embedded PostgreSQL did not start: ${reason}. ${remedy}`, {
    detail: { log },
  })
}

/** Neither the process nor its log keeps ours alive: whoever forgets to close still ends. */
function letGo(child: ChildProcess): void {
  child.unref()
  unref(child.stderr)
}

function unref(stream: Writable | NodeJS.ReadableStream | null): void {
  if (stream !== null && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.ref()
  child.kill('SIGINT')
  const immediate = setTimeout(() => child.kill('SIGQUIT'), FAST_MS)
  const killed = setTimeout(() => child.kill('SIGKILL'), FAST_MS + IMMEDIATE_MS)
  await ended
  clearTimeout(immediate)
  clearTimeout(killed)
}
