import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Ticks a second of the times in /proc: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

interface Stat {
  readonly parent: number
  /** Processor time of all threads, in ticks. */
  readonly own: number
  /** Of children that ended and were waited for. */
  readonly children: number
}

/**
 * Processor seconds that a process and all its living descendants have used, those included that it waited for.
 * Undefined where there is no /proc. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function cpuSeconds(root: number | undefined): number | undefined {
  if (root === undefined || !existsSync('/proc/self/stat')) return undefined
  const stats = allStats()
  const tree = descendants(root, stats)
  const ticks = tree.reduce((sum, pid) => {
    const stat = stats.get(pid)
    return sum + (stat === undefined ? 0 : stat.own + stat.children)
  }, 0)
  return ticks / TICKS_PER_SECOND
}

/** Resident memory of one process in MiB; its children are not counted. */
export function ownMiB(pid: number): number {
  const status = readText(`/proc/${pid}/status`)
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024
}

/** Process id of the parent. */
export function parentOf(pid: number): number | undefined {
  return parse(readText(`/proc/${pid}/stat`))?.parent
}

function allStats(): ReadonlyMap<number, Stat> {
  const stats = new Map<number, Stat>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? parse(readText(`/proc/${pid}/stat`)) : undefined
    if (stat !== undefined) stats.set(pid, stat)
  }
  return stats
}

function descendants(root: number, stats: ReadonlyMap<number, Stat>): readonly number[] {
  const tree = [root]
  for (const parent of tree) {
    for (const [pid, stat] of stats) if (stat.parent === parent) tree.push(pid)
  }
  return tree
}

/** The name of the program may hold spaces and brackets, so fields are counted from its closing bracket. */
function parse(text: string): Stat | undefined {
  const end = text.lastIndexOf(')')
  if (end < 0) return undefined
  const fields = text.slice(end + 2).split(' ')
  const at = (index: number): number => Number(fields[index - 3])
  return { parent: at(4), own: at(14) + at(15), children: at(16) + at(17) }
}

/** A process may end between the listing and the reading. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
