import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import blueprint from '../../templates/blank/blueprint.ts'
import { freshDatabase, type TestDatabase } from '../../test/database.ts'
import { compile } from '../compile/compile.ts'
import type { Design } from '../compile/design.ts'
import { schemaDdl } from '../compile/emit/sql/ddl.ts'
import { applySchema } from '../operate/apply/apply.ts'
import { compile as compileSql, sql } from '../sql/sql.ts'
import { loadSeed, type SeedRows, seedDatabase } from './seed-rows.ts'
import { findSubject } from './subject.ts'

const ADA = '019de28d-3c00-74ef-a9e5-26fbd4290000'
const ROWS: SeedRows = {
  user: [
    { id: ADA, handle: 'ada', role: 'admin' },
    { id: '019de28d-3c00-74ef-a9e5-26fbd4290001', handle: 'grace' },
  ],
  note: [{ id: '019de28d-3c00-74ef-a9e5-26fbd4290002', owner: ADA, title: 'One', body: null }],
}

let design: Design
let fresh: TestDatabase

beforeAll(async () => {
  const checked = compile(blueprint)
  if (!checked.ok) throw new Error('the blank template has errors')
  design = checked.value
  fresh = await freshDatabase()
  await applySchema(fresh.database, schemaDdl(design), 'create')
})
afterAll(() => fresh.close())
beforeEach(async () => {
  await fresh.database.query(compileSql(sql`truncate users, notes`))
})

const COUNT = compileSql(sql`select (select count(*) from users), (select count(*) from notes)`)

async function counts(): Promise<unknown> {
  return (await fresh.database.query(COUNT)).rows[0]
}

async function seed(rows: SeedRows): Promise<unknown> {
  return await seedDatabase(fresh.database, design, async () => rows)
}

test('rows are loaded with the names of the blueprint, resource by resource', async () => {
  expect(await seed(ROWS)).toEqual({ user: 2, note: 1 })
  expect(await counts()).toEqual(['2', '1'])
  const found = await fresh.database.query(compileSql(sql`select owner_id, title from notes`))
  expect(found.rows).toEqual([[ADA, 'One']])
  const roles = await fresh.database.query(compileSql(sql`select role from users order by handle`))
  expect(roles.rows).toEqual([['admin'], ['member']])
})

test('more rows than one statement takes are all loaded', async () => {
  const user = Array.from({ length: 2001 }, (_, i) => ({
    id: `019de28d-3c00-74ef-a9e5-${String(i).padStart(12, '0')}`,
    handle: `user_${i}`,
    role: 'member',
  }))
  expect(await seed({ user })).toEqual({ user: 2001 })
  expect(await counts()).toEqual(['2001', '0'])
})

test('tables with a row in one of them are left alone, and the file is not even read', async () => {
  await seed({ user: ROWS['user'] ?? [] })
  const load = vi.fn()
  expect(await seedDatabase(fresh.database, design, load)).toBeUndefined()
  expect(load).not.toHaveBeenCalled()
  expect(await counts()).toEqual(['2', '0'])
})

test.each([
  {
    what: 'an unknown resource',
    rows: { ...ROWS, shop: [] },
    says: /'shop', which is no resource/,
  },
  {
    what: 'an unknown field',
    rows: { ...ROWS, note: [{ titel: 'x' }] },
    says: /unknown fields titel/,
  },
  {
    what: 'a row that PostgreSQL refuses',
    rows: {
      ...ROWS,
      note: [{ ...ROWS['note']?.[0], owner: '019de28d-3c00-74ef-a9e5-26fbd4299999' }],
    },
    says: /The seed's rows of 'note' do not fit: /,
  },
])('$what is refused, and nothing at all is loaded', async ({ rows, says }) => {
  await expect(seed(rows)).rejects.toThrow(says)
  expect(await counts()).toEqual(['0', '0'])
})

test('an actor is found by id or by a unique text, with the role of the row', async () => {
  await seed(ROWS)
  const ada = { id: ADA, role: 'admin' }
  expect(await findSubject('ada', design, fresh.database)).toEqual(ada)
  expect(await findSubject(ADA.toUpperCase(), design, fresh.database)).toEqual(ada)
  await expect(findSubject("' or true --", design, fresh.database)).rejects.toMatchObject({
    code: 'ARC301',
    detail: { remedy: expect.stringContaining('by id or handle') },
  })
})

test('a seed file is executed, and one that is none is refused by name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'architect-seed-'))
  try {
    writeFileSync(join(folder, 'seed.mjs'), 'export default () => ({ user: [] })')
    writeFileSync(join(folder, 'other.mjs'), 'export const a = 1')
    expect(await loadSeed(folder, 'seed.mjs')).toEqual({ user: [] })
    for (const path of ['other.mjs', 'gone.mjs', undefined]) {
      await expect(loadSeed(folder, path)).rejects.toMatchObject({ code: 'ARC512' })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})
