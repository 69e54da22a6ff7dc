/** `node bench/compile.ts`: how long blueprints of 10, 100 and 500 resources take to compile, and one to check its types. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Blueprint } from '../src/compile/blueprint/definition.ts'
import { compile } from '../src/compile/compile.ts'
import { generatedBlueprint } from './generated-blueprint.ts'
import { conclude } from './report/conclude.ts'
import type { Figures } from './report/page.ts'
import { median } from './results.ts'

const SIZES = [10, 100, 500]
const TIMES = 5
const TYPED_SIZE = 100
const ROOT = join(import.meta.dirname, '..')

// Below the repository, so that the package's own name resolves.
mkdirSync(join(ROOT, '.architect'), { recursive: true })
const folder = mkdtempSync(join(ROOT, '.architect', 'compile-'))
try {
  const figures: Figures['figures'][number][] = []
  for (const size of SIZES) figures.push(await compileFigure(size))
  figures.push(typeCheckFigure())
  const date = new Date().toISOString()
  const results: Figures = { date, figures }
  conclude('compile', results, process.argv.includes('--json'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function write(size: number): string {
  const file = join(folder, `blueprint-${size}.ts`)
  writeFileSync(file, generatedBlueprint(size))
  return file
}

/** The author's file executed, checked and derived; the first time in a process, and then warm. */
async function compileFigure(size: number): Promise<Figures['figures'][number]> {
  const file = write(size)
  const times: number[] = []
  for (let n = 0; n < TIMES; n += 1) {
    const began = performance.now()
    const module: { default: Blueprint } = await import(`${pathToFileURL(file).href}?n=${n}`)
    const compiled = compile(module.default)
    times.push(performance.now() - began)
    if (!compiled.ok)
      throw new Error(
        compiled.findings
          .slice(0, 5)
          .map(({ message }) => message)
          .join('\n'),
      )
  }
  const [first = Number.NaN, ...warm] = times
  return {
    what: `${size} resources: loaded, checked and derived; first time in the process, then median of ${warm.length}`,
    value: `${first.toFixed(0)} ms, ${median(warm).toFixed(0)} ms`,
    ...(size === TYPED_SIZE ? { target: '< 1000 ms' } : {}),
  }
}

/** `tsc --noEmit` of one blueprint in a project of its own. */
function typeCheckFigure(): Figures['figures'][number] {
  const project = join(folder, 'tsconfig.json')
  const options = {
    extends: join(ROOT, 'examples', 'tsconfig.json'),
    files: [write(TYPED_SIZE)],
    include: [],
  }
  writeFileSync(project, JSON.stringify(options))
  const began = performance.now()
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
  const ms = performance.now() - began
  if (status !== 0) throw new Error(`The generated blueprint has wrong types:\n${stdout}`)
  return {
    what: `types of ${TYPED_SIZE} resources checked by tsc, the program's start included`,
    value: `${ms.toFixed(0)} ms`,
    target: '< 10000 ms',
  }
}
