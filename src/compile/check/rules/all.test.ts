import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FINDING_RULES } from './all.ts'

const here = new URL('.', import.meta.url)
const pages = new URL('../../../../docs/rules/', here)
const ids = FINDING_RULES.map(({ id }) => id)

test('every file of a rule is registered, and nothing else', () => {
  const files = readdirSync(here)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'all.ts')
    .map((name) => name.replace('.ts', ''))
  expect(ids.toSorted()).toEqual(files.toSorted())
})

test.each(ids)('%s has a test', (id) => {
  expect(existsSync(new URL(`${id}.test.ts`, here))).toBe(true)
})

test.each(ids)('%s has a page with problem, solution and source', (id) => {
  const page = readFileSync(new URL(`${id}.md`, pages), 'utf8')
  const headings = page.match(/^#+ .*$/gm)
  expect(headings).toEqual([`# ${id}`, '## Problem', '## Solution', '## Source'])
  for (const section of page.split(/^## /m).slice(1))
    expect(section.split('\n').slice(1).join('').trim()).not.toBe('')
})

test.each(FINDING_RULES)('$id says in one sentence what it finds', ({ summary }) => {
  expect(summary).toMatch(/^[A-Z].*\.$/)
})
