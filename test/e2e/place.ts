import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT } from './process.ts'

/** A folder of its own that everybody may pass, so that root can lend the data in it; removed at the end of its scope. */
export interface Folder extends Disposable {
  readonly path: string
}

/** Makes an empty folder. */
export function folder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'architect-e2e-'))
  chmodSync(path, 0o755)
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** A folder with the sharing example in it. */
export function exampleFolder(): Folder {
  const made = folder()
  for (const file of ['blueprint.ts', 'seed.ts']) {
    cpSync(join(ROOT, 'examples/sharing', file), join(made.path, file))
  }
  return made
}

/** Writes the committed files of the checkout, and those alone. */
export function writeCommittedFiles(directory: string): void {
  mkdirSync(directory, { recursive: true })
  const archive = execFileSync('git', ['archive', '--format=tar', 'HEAD'], {
    cwd: ROOT,
    maxBuffer: 256 * 1024 * 1024,
  })
  execFileSync('tar', ['-x', '-C', directory], { input: archive })
}

/** The ids of all processes whose command line names `text`, this one excepted. */
export function processesNaming(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => commandLine(name).includes(text))
    .map(Number)
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // It is gone.
  }
}

const POLL_MS = 20

/** Asks again and again until `done`, and gives what was asked last. @throws {Error} at the deadline */
export async function eventually<T>(
  question: () => T | Promise<T>,
  done: (answer: T) => boolean,
  deadlineMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const answer = await question()
    if (done(answer)) return answer
    if (performance.now() > deadline) {
      throw new Error(`Still ${JSON.stringify(answer)} after ${deadlineMs} ms`)
    }
    await pause(POLL_MS)
  }
}
