/** `npm run bench`: the hand-written programs and the product. See README.md in this folder. */
import { compare } from './compare.ts'
import { readOptions } from './options.ts'
import { OWN_PROGRAMS } from './programs.ts'
import { conclude } from './report/conclude.ts'

const options = readOptions(process.argv.slice(2))
const programs = OWN_PROGRAMS.filter(({ name }) => options.programs?.includes(name) ?? true)
const results = await compare(programs, options, (line) => process.stderr.write(`${line}\n`))
conclude('run', results, options.json)
