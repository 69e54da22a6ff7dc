import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Folder, folder } from './place.ts'
import { ARCHITECT, architect, ask, ROOT, type Running, run } from './process.ts'

/** A block of commands, and the fragments that their output must have. */
interface Step {
  readonly heading: string
  readonly commands: string
  readonly expected: readonly string[]
}

/** The steps of a guide: each `sh` block with the `text` block that follows it. */
function stepsOf(page: string): Step[] {
  const blocks = page.matchAll(/^## (.+)$|^```sh\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)
  let heading = 'start'
  return [...blocks].flatMap(([, title, commands, expected = '']) => {
    if (title !== undefined) heading = title
    if (commands === undefined) return []
    return [{ heading, commands, expected: expected.trim().split('\n') }]
  })
}

const steps = stepsOf(readFileSync(join(ROOT, 'docs/guide/sharing.md'), 'utf8'))
const MARK = '=== end of step ==='

let place: Folder
let server: Running
let outputs: readonly string[]

beforeAll(async () => {
  place = folder()
  const project = join(place.path, 'examples/sharing')
  mkdirSync(project, { recursive: true })
  for (const file of ['blueprint.ts', 'seed.ts']) {
    cpSync(join(ROOT, 'examples/sharing', file), join(project, file))
  }
  const cwd = place.path
  server = architect(['dev', '--blueprint', 'examples/sharing'], { cwd })
  const [, url = ''] = await server.says(/Serving sharing at (http:\S+),/)
  await ask(['seed', '--blueprint', 'examples/sharing'], { cwd })
  const script = steps
    .map(({ commands }) => `${commands}\necho '${MARK}'`)
    .join('\n')
    .replaceAll('http://127.0.0.1:3000', url)
    .replaceAll('npx architect', `${process.execPath} ${ARCHITECT}`)
  await using shell = run('bash', ['-c', script], { cwd, deadlineMs: 60_000 })
  const { stdout } = await shell.ended()
  outputs = stdout.split(`${MARK}\n`)
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  place[Symbol.dispose]()
})

test('every block of commands of the page is a step', () => {
  const page = readFileSync(join(ROOT, 'docs/guide/sharing.md'), 'utf8')
  expect(steps).toHaveLength(page.match(/^```sh$/gm)?.length ?? 0)
  expect(steps.length).toBeGreaterThan(5)
})

test.each(steps.map((step, i) => ({ ...step, i })))('$heading', ({ expected, i }) => {
  const output = outputs[i] ?? ''
  for (const fragment of expected) expect(output).toContain(fragment)
})
