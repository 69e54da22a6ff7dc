import { type Kind, keep } from './keep.ts'
import { writePage } from './page.ts'

/** Prints the results as JSON, or keeps them and prints the page anew. */
export function conclude(kind: Kind, results: { readonly date: string }, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`)
    return
  }
  process.stdout.write(`${keep(kind, results)}\n`)
  writePage()
}
