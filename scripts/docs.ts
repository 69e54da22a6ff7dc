/** `npm run docs`: writes the pages of the guide that are printed from the code. */
import { writeFileSync } from 'node:fs'
import { generatedPages } from './docs/pages.ts'

for (const [path, text] of generatedPages()) {
  writeFileSync(path, text)
  console.log(path)
}
