import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of a few MiB, in memory. */
export interface SmallDisk extends Disposable {
  readonly folder: string
  /** Takes every byte that is left. */
  fill(): void
  /** Gives them back. */
  free(): void
}

const PIECES = [1_048_576, 65_536, 4096, 1] as const

/** Mounts one; undefined where this process may not. */
export function mountSmallDisk(mebibytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  chmodSync(folder, 0o755)
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => fillWith(ballast),
    free: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]: () => {
      execFileSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function fillWith(path: string): void {
  const file = openSync(path, 'a')
  for (const bytes of PIECES) {
    const piece = Buffer.alloc(bytes)
    try {
      for (;;) writeSync(file, piece)
    } catch {
      // No room for a piece of this size: try a smaller one.
    }
  }
  closeSync(file)
}
