/**
 * `npm run new-rule <id>` writes a rule of `architect check`, its test and its page;
 * `npm run new-rule review/<id>` does so for review, optimize or verify.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where the rules of each command live. */
const FOLDERS: Readonly<Record<string, string>> = {
  check: 'src/compile/check/rules',
  review: 'src/operate/review/rules',
  optimize: 'src/operate/optimize/rules',
  verify: 'src/operate/verify/rules',
}

const [argument = ''] = process.argv.slice(2)
const [id = '', command = 'check'] = argument.split('/').reverse()
const folder = FOLDERS[command]

if (folder === undefined || !/^[a-z]+(-[a-z]+)*$/.test(id)) {
  stop(`Usage: npm run new-rule [${Object.keys(FOLDERS).join('|')}/]<words-with-hyphens>`)
}
const files: Readonly<Record<string, string>> = {
  [`${folder}/${id}.ts`]: rule(),
  [`${folder}/${id}.test.ts`]: test(),
  [`docs/rules/${id}.md`]: page(),
}
const taken = Object.keys(files).filter((path) => existsSync(path))
if (taken.length > 0) stop(`${taken.join(', ')} exists already.`)
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`wrote ${path}`)
}
console.log(`Add ${name()} to ${folder}/all.ts; the tests fail until the rule reports something.`)

function name(): string {
  return id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function rule(): string {
  return `import type { FindingRule } from '../finding-rule.ts'

/** What happens to the user when this is ignored, in one sentence. */
export const ${name()}: FindingRule = {
  id: '${id}',
  severity: 'warning',
  summary: 'What happens to the user',
  run: () => [],
}
`
}

function test(): string {
  return `import { expect, test } from 'vitest'
import { ${name()} } from './${id}.ts'

const SILENT_ON: readonly { readonly name: string; readonly input: never }[] = []
const REPORTS: readonly { readonly name: string; readonly input: never }[] = []

test('${id} has cases of both kinds', () => {
  expect([SILENT_ON.length, REPORTS.length]).not.toContain(0)
})

test.each(SILENT_ON)('${id} is silent on $name', ({ input }) => {
  expect(${name()}.run(input)).toEqual([])
})

test.each(REPORTS)('${id} reports $name', ({ input }) => {
  expect(${name()}.run(input)).not.toEqual([])
})
`
}

function page(): string {
  return `# ${id}

## Problem

## Solution

## Source
`
}

function stop(message: string): never {
  console.error(message)
  process.exit(1)
}
