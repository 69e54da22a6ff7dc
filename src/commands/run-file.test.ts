import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts'

const URLS = { url: 'http://127.0.0.1:3000', databaseUrl: 'postgresql://h/d' }
let project: string

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'architect-run-'))
})
afterEach(() => rmSync(project, { recursive: true }))

test('a backend that runs is found, readable by its owner alone, until it says that it ends', () => {
  const run = { pid: process.pid, ...URLS }
  expect(readRunFile(project)).toBeUndefined()
  writeRunFile(project, run)
  expect(readRunFile(project)).toEqual(run)
  expect(statSync(join(project, '.architect/run.json')).mode & 0o777).toBe(0o600)
  removeRunFile(project)
  expect(readRunFile(project)).toBeUndefined()
  removeRunFile(project)
})

test('a backend that died without a word is not found', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  writeRunFile(project, { pid, ...URLS })
  expect(readRunFile(project)).toBeUndefined()
})

test.each(['', '{"pid":1', 'null', '[]', '{"pid":1}'])(
  'a file that says %j says nothing',
  (text) => {
    mkdirSync(join(project, '.architect'))
    writeFileSync(join(project, '.architect/run.json'), text)
    expect(readRunFile(project)).toBeUndefined()
  },
)
