/** `npm run check`: every gate in turn, all failures reported, exit code 1 when there is one. */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'

interface Step {
  readonly name: string
  readonly script: string
  readonly args: readonly string[]
}

interface Outcome {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
}

const TSC = 'node_modules/typescript/bin/tsc'
const VITEST = 'node_modules/vitest/vitest.mjs'

const EXAMPLES: readonly Step[] =
  globSync('examples/**/*.ts').length > 0
    ? [{ name: 'types of the examples', script: TSC, args: ['-p', 'examples'] }]
    : []

const STEPS: readonly Step[] = [
  { name: 'types', script: TSC, args: ['--noEmit'] },
  { name: 'types of the package', script: TSC, args: ['-p', 'tsconfig.build.json', '--noEmit'] },
  ...EXAMPLES,
  {
    name: 'lint and format',
    script: 'node_modules/@biomejs/biome/bin/biome',
    args: ['ci', '.', ...(process.stdout.isTTY ? [] : ['--colors=off'])],
  },
  { name: 'dead code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
]

const TESTS: readonly Step[] = [
  { name: 'pure tests', script: VITEST, args: ['run', '--project', 'pure'] },
  { name: 'database tests', script: VITEST, args: ['run', '--project', 'pg'] },
]

/** CI has run the tests already when it asks for the rest. */
const steps = process.argv.includes('--without-tests') ? STEPS : [...STEPS, ...TESTS]
const outcomes = steps.map(run)
for (const { name, ok, seconds } of outcomes) {
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${seconds.toFixed(1).padStart(5)} s  ${name}`)
}
const total = outcomes.reduce((sum, { seconds }) => sum + seconds, 0)
console.log(`${' '.repeat(6)}  ${total.toFixed(1).padStart(5)} s  in all`)
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1

function run({ name, script, args }: Step): Outcome {
  console.log(`\n> ${name}`)
  const began = performance.now()
  const ok =
    existsSync(script) &&
    spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' }).status === 0
  return { name, ok, seconds: (performance.now() - began) / 1000 }
}
