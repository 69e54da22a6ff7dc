import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a running backend tells other commands of the same project: where its database is. Readable by its owner alone. */
export interface RunFile {
  readonly pid: number
  readonly url: string
  readonly databaseUrl: string
}

function pathOf(project: string): string {
  return join(project, '.architect', 'run.json')
}

/** Says that a backend of this project runs. */
export function writeRunFile(project: string, run: RunFile): void {
  const path = pathOf(project)
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(run), { mode: 0o600 })
  renameSync(draft, path) // Whoever reads it meets the whole of it.
}

/** Says that it does not run any more. */
export function removeRunFile(project: string): void {
  rmSync(pathOf(project), { force: true })
}

/** The backend of this project that runs now; undefined when there is none, also when it died without a word. */
export function readRunFile(project: string): RunFile | undefined {
  const path = pathOf(project)
  if (!existsSync(path)) return undefined
  const parsed = parse(readFileSync(path, 'utf8'))
  return isRunFile(parsed) && isAlive(parsed.pid) ? parsed : undefined
}

/** Undefined for what is no JSON: the disk was full, or somebody edited it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRunFile(value: unknown): value is RunFile {
  return typeof value === 'object' && value !== null && 'pid' in value && 'databaseUrl' in value
}

/** Signal 0 only asks (kill(2)); a process of somebody else is alive as well. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
