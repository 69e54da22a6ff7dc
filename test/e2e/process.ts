import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from '../../src/config.ts'

/** The checkout that is tested. */
export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))
/** The command line of the checkout. */
export const ARCHITECT: string = fileURLToPath(new URL('../../bin/architect.mjs', import.meta.url))

/** What is waited for must come within this time, also on a slow machine. */
const DEADLINE_MS = 20_000

/** How long a process of a test may take to end by itself. */
const GRACE_MS = 10_000

/** What started a process, beside its program. */
export interface Start {
  readonly cwd: string
  /** Joins the environment of the test; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly deadlineMs?: number
}

/** What a process came to. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A process of a test, the leader of a group of its own; it is ended with its scope. */
export interface Running extends AsyncDisposable {
  readonly pid: number
  /** Everything said until now, on both outputs, in order. */
  said(): string
  /** The match of `pattern` in what is said from `from` on. @throws {Error} at the deadline or the end of the process */
  says(pattern: RegExp, from?: number): Promise<RegExpExecArray>
  /** To the process alone. */
  signal(name: NodeJS.Signals): void
  /** To all of the group, as a terminal does at Ctrl-C. */
  signalGroup(name: NodeJS.Signals): void
  /** @throws {Error} at the deadline */
  ended(): Promise<Ended>
}

/** Starts `node bin/architect.mjs` with the Node of this test. */
export function architect(args: readonly string[], start: Start): Running {
  return run(process.execPath, [ARCHITECT, ...args], start)
}

/** Starts a program without a shell. */
export function run(program: string, args: readonly string[], start: Start): Running {
  const deadlineMs = start.deadlineMs ?? DEADLINE_MS
  const child = spawn(program, [...args], {
    cwd: start.cwd,
    env: cleanEnvironment(start.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = collect(child)
  const ended = endOf(child, output)
  const pid = child.pid ?? 0
  const signalGroup = (name: NodeJS.Signals): void => kill(-pid, name)
  return {
    pid,
    said: () => output.both,
    says: (pattern, from = 0) => waitForText({ output, ended, deadlineMs }, pattern, from),
    signal: (name) => kill(pid, name),
    signalGroup,
    ended: () => within(ended, deadlineMs, () => `${program} did not end:\n${output.both}`),
    [Symbol.asyncDispose]: async () => {
      kill(pid, 'SIGTERM') // A database that is killed would still be writing where its folder is removed.
      const late = setTimeout(() => signalGroup('SIGKILL'), GRACE_MS)
      await ended
      clearTimeout(late)
    },
  }
}

/** Runs one command line of `architect` to its end. */
export async function ask(args: readonly string[], start: Start): Promise<Ended> {
  await using process = architect(args, start)
  return await process.ended()
}

/** Rejects with `otherwise` when the promise has not settled in time. */
export async function within<T>(
  promise: Promise<T>,
  ms: number,
  otherwise: () => string,
): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(otherwise())), ms)
  try {
    return await Promise.race([promise, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

interface Output {
  stdout: string
  stderr: string
  both: string
  readonly listeners: Set<() => void>
}

function collect(child: ChildProcess): Output {
  const output: Output = { stdout: '', stderr: '', both: '', listeners: new Set() }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      output.both += text
      for (const listener of output.listeners) listener()
    })
  }
  return output
}

function endOf(child: ChildProcess, output: Output): Promise<Ended> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout: output.stdout, stderr: output.stderr })
    })
  })
}

interface Watched {
  readonly output: Output
  readonly ended: Promise<Ended>
  readonly deadlineMs: number
}

async function waitForText(
  { output, ended, deadlineMs }: Watched,
  pattern: RegExp,
  from: number,
): Promise<RegExpExecArray> {
  const found = Promise.withResolvers<RegExpExecArray>()
  const look = (): void => {
    const match = pattern.exec(output.both.slice(from))
    if (match) found.resolve(match)
  }
  output.listeners.add(look)
  look()
  const missed = (): string => `${pattern} was not said:\n${output.both}`
  const gone = ended.then(() => Promise.reject(new Error(missed())))
  try {
    return await within(Promise.race([found.promise, gone]), deadlineMs, missed)
  } finally {
    output.listeners.delete(look)
  }
}

function kill(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!gone) throw error
  }
}

/** Neither settings of the machine nor what vitest and npm tell their children reach the product. */
const HIDDEN =
  /^(ARCHITECT_|VITEST|NODE_ENV$|NODE_OPTIONS$|DATABASE_URL$|HOST$|PORT$|LOG_|NO_COLOR$|FORCE_COLOR$|npm_)/

function cleanEnvironment(extra: Start['env'] = {}): NodeJS.ProcessEnv {
  const own = Object.entries(readEnvironment().env).filter(([name]) => !HIDDEN.test(name))
  const all = { ...Object.fromEntries(own), PORT: '0', ...extra }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}
