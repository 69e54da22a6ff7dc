import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding, Place } from '../std/finding.ts'
import { findingLines, placeText } from './finding-lines.ts'
import { locate } from './locate.ts'

let folder: string
let file: string

const SOURCE = `export const share = s.resource.share(() => ({
  owner: 'a', list: { filter: ['owner'],
    sort: ['-publishedAt', \`title\`] },
  ownerName: row.owner,
}))
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'architect-locate-'))
  file = join(folder, 'blueprint.ts')
  writeFileSync(file, SOURCE)
})
afterAll(() => rmSync(folder, { recursive: true }))

function finding(place: Place): Finding {
  return { rule: 'some-rule', severity: 'warning', message: 'It is so.', place }
}

test.each([
  {
    near: 'owner',
    line: 1,
    at: [2, 32],
    why: 'a quoted literal goes before a key of the same line',
  },
  {
    near: 'publishedAt',
    line: 1,
    at: [3, 12],
    why: 'the minus of an order belongs to the literal',
  },
  { near: 'title', line: 1, at: [3, 28], why: 'backticks quote as well' },
  { near: 'list', line: 1, at: [2, 15], why: 'a key is found where nothing is quoted' },
  { near: 'ownerName', line: 3, at: [4, 3], why: 'lines above the start are not looked at' },
  { near: 'row.owner', line: 2, at: [2, 9], why: 'what is not there leaves the place as it is' },
  { near: 'a.*(', line: 2, at: [2, 9], why: 'signs of expressions mean themselves' },
])('$near is found at $at: $why', ({ near, line, at }) => {
  const [moved] = locate([finding({ kind: 'file', file, line, column: 9, near })])
  expect(moved?.place).toMatchObject({ line: at[0], column: at[1] })
})

test('places without a literal, and of files that are not there, stay', () => {
  const places: Place[] = [
    { kind: 'file', file, line: 2, column: 7 },
    { kind: 'file', file: join(folder, 'gone.ts'), line: 2, column: 7, near: 'owner' },
    { kind: 'setting', name: 'PORT' },
  ]
  expect(locate(places.map(finding)).map(({ place }) => place)).toEqual(places)
})

test('a place reads as editors jump to it', () => {
  expect(placeText({ kind: 'file', file, line: 3, column: 4 })).toBe(
    `${relative(process.cwd(), file)}:3:4`,
  )
  expect(placeText({ kind: 'database', object: 'table shares' })).toBe('table shares')
  expect(placeText({ kind: 'setting', name: 'PORT' })).toBe('PORT')
  expect(placeText({ kind: 'blueprint', path: 'share.list' })).toBe('share.list')
})

test('a finding is a line, its numbers and what to do', () => {
  const full = {
    ...finding({ kind: 'blueprint', path: 'share.list' }),
    evidence: { rows: 50, share: '3 %' },
    help: 'Do so.',
  }
  expect(findingLines([full])).toEqual([
    'share.list warning It is so. [some-rule]',
    '    rows 50, share 3 %',
    '    → Do so.',
  ])
})
