import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'

/** Cores of the server, and of PostgreSQL with the load generator; undefined where nothing can be pinned. */
export interface Cores {
  readonly server: number | undefined
  readonly others: number | undefined
}

/** One core for the program under test, another one for everything else, as far as the machine allows. */
export function chooseCores(): Cores {
  const canPin = existsSync('/usr/bin/taskset') && cpus().length >= 2
  return canPin ? { server: 0, others: 1 } : { server: undefined, others: undefined }
}

/** How to start a process. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly directory?: string
}

/** A started process. Its output goes nowhere unless it fails. */
export interface Child {
  readonly pid: number
  readonly process: ChildProcess
  /** What it wrote so far. */
  output(): string
  stop(): Promise<void>
}

/** Variables of the benchmark and of the product that a child must not inherit. */
const OWN_VARIABLE = /^(ARCHITECT_|DATABASE_URL$|PORT$|HOST$|LOG_|NODE_OPTIONS$)/

/** Starts a process, on one core if there is one to choose, with a channel for messages on demand. */
export function start(command: Command, core: number | undefined, withChannel = false): Child {
  const inherited = Object.entries(process.env).filter(([name]) => !OWN_VARIABLE.test(name))
  const [program, ...args] =
    core === undefined
      ? [command.program, ...command.args]
      : ['taskset', '-c', String(core), command.program, ...command.args]
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...(withChannel ? (['ipc'] as const) : [])],
    cwd: command.directory ?? process.cwd(),
    env: { ...Object.fromEntries(inherited), ...command.env },
  })
  const written: string[] = []
  const keep = (chunk: Buffer): void => {
    written.push(chunk.toString())
    if (written.length > MAX_KEPT) written.shift()
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return {
    pid: child.pid ?? -1,
    process: child,
    output: () => written.join(''),
    stop: () => stop(child),
  }
}

const MAX_KEPT = 200
/** A server that drains longer than this is killed. */
const STOP_MS = 5000

function stop(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  child.once('exit', () => {
    clearTimeout(timer)
    resolve()
  })
  child.kill('SIGTERM')
  return promise
}
