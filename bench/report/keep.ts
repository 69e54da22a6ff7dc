import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Options } from '../options.ts'
import type { Results } from '../results.ts'

const FOLDER = join(import.meta.dirname, '..', 'results')

/** Prints the results, or writes them to `bench/results` under their date and kind. */
export function keep(results: Results, options: Pick<Options, 'json'>, kind = 'run'): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`)
    return
  }
  const file = join(FOLDER, `${results.date.slice(0, 10)}-${kind}.json`)
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`)
  process.stdout.write(`${file}\n`)
}

/** The newest results of a kind: file names begin with their date. */
export function newest(kind: string): unknown {
  const name = readdirSync(FOLDER)
    .filter((file) => file.endsWith(`-${kind}.json`))
    .toSorted()
    .at(-1)
  return name === undefined ? undefined : JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))
}
