import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', 'results')

/** Kinds of results; each has its own file for each day. */
export type Kind = 'run' | 'peers' | 'startup' | 'compile' | 'feed' | 'size'

/** Writes results to `bench/results` under their date and kind, and answers the file's path. */
export function keep(kind: Kind, results: { readonly date: string }): string {
  mkdirSync(FOLDER, { recursive: true })
  const file = join(FOLDER, `${results.date.slice(0, 10)}-${kind}.json`)
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`)
  return file
}

/** The newest results of a kind, which this program wrote itself; file names begin with their date. */
export function newest<T>(kind: Kind): T | undefined {
  const name = readdirSync(FOLDER)
    .filter((file) => file.endsWith(`-${kind}.json`))
    .toSorted()
    .at(-1)
  return name === undefined ? undefined : JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
}
