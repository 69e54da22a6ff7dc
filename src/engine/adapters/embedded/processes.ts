import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** How often a process that shall end is looked at. */
const POLL_MS = 10

/**
 * True while a process has this id; also when it belongs to somebody else. One that has ended and whose parent has not
 * asked for its result yet (a zombie: in a container whose first process never asks, for ever) is not alive.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * When the process was started, in a form that only serves to be compared: with the id it names one process for ever,
 * although ids are used again. Undefined where nobody can say.
 */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return startOnLinux(pid)
  return process.platform === 'win32' ? undefined : ps(pid, 'lstart=')
}

/** The command line of a process, empty where it has none or is gone. */
export function commandOf(pid: number): string {
  if (process.platform === 'win32') return ''
  if (process.platform !== 'linux') return ps(pid, 'command=') ?? ''
  return (readText(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ')
}

/** Resolves to true once the process is gone, to false at the deadline. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await pause(POLL_MS)
  }
  return true
}

/** Field 3 of `/proc/pid/stat`. */
function isZombie(pid: number): boolean {
  return statOf(pid)[0] === 'Z'
}

/** The fields of `/proc/pid/stat` from the third on: the second is the command, in parentheses that it may hold itself. */
function statOf(pid: number): readonly string[] {
  const stat = readText(`/proc/${pid}/stat`) ?? ''
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Field 22 of `/proc/pid/stat`; ticks count from each boot. */
function startOnLinux(pid: number): string | undefined {
  const ticks = statOf(pid)[19]
  if (ticks === undefined) return undefined
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim()} ${ticks}`
}

function ps(pid: number, column: string): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' })
    return text.trim() || undefined
  } catch {
    return undefined // `ps` fails where there is no such process.
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // The process is gone.
  }
}
