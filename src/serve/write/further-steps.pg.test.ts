import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ADA,
  actor,
  BOB,
  type Library,
  openLibrary,
  resourceOf,
} from '../../../test/serve-write/library.ts'
import { newId } from '../../../test/serve-write/writer.ts'
import { DatabaseError } from '../../engine/ports/database.ts'
import { compile, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import type { Actor } from '../actor.ts'
import type { WriteBackend } from './context.ts'
import { performWrite } from './perform-write.ts'
import type { WriteResult } from './write-result.ts'

let library: Library

beforeAll(async () => {
  library = await openLibrary()
  await library.database.query(compile(sql`create table heard (id uuid, version integer)`))
})
afterAll(async () => await library.close())

const RECORD = sql`heard_now as (insert into heard select id, version from written)`

function rename(
  id: string,
  as: Actor,
  more: Pick<WriteBackend, 'furtherSteps'> | Pick<WriteBackend, 'database'>,
): Promise<WriteResult> {
  const { design, database } = library
  const version = invariant(design.versions.at(-1), 'a version')
  const select = { fields: ['id'], computed: [], includes: [] }
  const patch = { kind: 'merge' as const, set: { handle: `h${id.slice(-6)}` } }
  const about = { resource: resourceOf(design, 'user'), select, operation: 'update' as const, id }
  return performWrite({ ...about, patch, ifMatch: undefined }, as, {
    design,
    database,
    version,
    newId,
    problem: ({ message }) => message,
    ...more,
  })
}

test('a further step records what was written, in the statement of the write', async () => {
  const sent = library.sent()
  await rename(ADA, actor(ADA), { furtherSteps: () => [RECORD] })
  expect(library.sent() - sent).toBe(1)
  await rename(ADA, actor(ADA), {})
  expect(await library.rows(sql`select * from heard`)).toEqual([[ADA, '2']])
})

test('of a write that is refused it records nothing', async () => {
  const before = await library.rows(sql`select * from heard`)
  await expect(rename(ADA, actor(BOB), { furtherSteps: () => [RECORD] })).rejects.toMatchObject({
    code: 'ARC202',
  })
  expect(await library.rows(sql`select * from heard`)).toEqual(before)
})

test.each([
  ['40P01', 2, 3],
  ['40001', 2, 3],
  ['40P01', 9, 3],
  ['55P03', 9, 1],
])('after %s %i times it was sent %i times', async (sqlState, failures, expected) => {
  let attempts = 0
  const database = {
    ...library.database,
    query: (...[query, options]: Parameters<typeof library.database.query>) => {
      attempts += 1
      if (attempts > failures) return library.database.query(query, options)
      return Promise.reject(new DatabaseError('refused', 'lost', { sqlState }))
    },
  }
  const result = await rename(BOB, actor(BOB), { database }).catch((error: unknown) => error)
  expect(attempts).toBe(expected)
  if (failures < 3) expect(result).toMatchObject({ status: 200 })
  else expect(result).toMatchObject({ sqlState })
})
