import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FolderWatch, watchFolder } from './watch-folder.ts'

let root: string
let watching: FolderWatch
let seen: number

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'architect-watch-'))
  mkdirSync(join(root, 'node_modules'))
  mkdirSync(join(root, '.architect'))
  write('blueprint.ts', '1')
  seen = 0
  watching = watchFolder(root, () => {
    seen += 1
  })
})

afterEach(() => {
  watching.close()
  rmSync(root, { recursive: true })
})

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text)
}

/** Resolves with the next call; `vi.waitUntil` rejects when there is none. */
async function change(make: () => void): Promise<void> {
  const before = seen
  make()
  await vi.waitUntil(() => seen > before, { timeout: 5000 })
}

test('a file that is written in place is seen each time', async () => {
  await change(() => write('blueprint.ts', '2'))
  await change(() => write('blueprint.ts', '3'))
})

test('a file that an editor replaces is seen each time, in place as well', async () => {
  for (const text of ['2', '3']) {
    await change(() => {
      write('draft', text)
      renameSync(join(root, 'draft'), join(root, 'blueprint.ts'))
    })
  }
  await change(() => write('blueprint.ts', '4'))
})

test('files of a folder that is made later are seen', async () => {
  await change(() => mkdirSync(join(root, 'parts')))
  await change(() => write('parts/share.ts', '1'))
  rmSync(join(root, 'parts'), { recursive: true })
  await change(() => write('blueprint.ts', '2'))
})

test('packages, the data of the database and other files are no changes', async () => {
  write('node_modules/a.ts', '1')
  write('.architect/b.ts', '1')
  write('notes.md', '1')
  await change(() => write('blueprint.ts', '2'))
  expect(seen).toBeLessThanOrEqual(2) // A write may be told as two events; none of the others is.
})
