import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabaseOn, type TestDatabase } from '../../../test/database.ts'
import { onEveryServer } from '../../../test/servers.ts'
import { sharing } from '../../../test/sharing-model.ts'
import { derive } from '../../compile/derive/derive.ts'
import { schemaDdl } from '../../compile/emit/sql/ddl.ts'
import { applySchema } from '../apply/apply.ts'
import { introspect, readSchema } from '../introspect/introspect.ts'
import type { Schema } from '../introspect/schema.ts'
import type { Difference } from './difference.ts'
import { drift } from './drift.ts'
import { findingsOf } from './finding.ts'

class Undo extends Error {}

interface Case {
  readonly by: string
  readonly says: readonly string[]
  readonly access?: boolean
}

const INDEX = 'shares_created_at_id_y9huiyp4'

const CASES: readonly Case[] = [
  {
    by: 'alter table shares rename title to heading',
    says: ['column public.shares.title was renamed to heading by hand'],
  },
  {
    by: 'alter table likes rename to hearts',
    says: ['table public.likes was renamed to hearts by hand'],
  },
  {
    by: 'alter table users rename to people',
    says: ['table public.users was renamed to people by hand'],
  },
  {
    by: 'create schema elsewhere; alter table likes set schema elsewhere',
    says: [
      'table public.likes was renamed to elsewhere.likes by hand',
      'schema elsewhere was added by hand',
    ],
  },
  {
    by: 'alter table shares rename title to "Heading X"',
    says: ['column public.shares.title was renamed to Heading X by hand'],
  },
  {
    by: 'alter table shares add note2 varchar(10)',
    says: ['column public.shares.note2 was added by hand: character varying(10)'],
  },
  {
    by: `alter table shares drop column search`,
    says: [
      'column public.shares.search was dropped by hand; it was tsvector',
      'index public.shares.shares_search_xnnudbvm was dropped by hand; it was CREATE INDEX shares_search_xnnudbvm ON shares USING gin (search)',
    ],
  },
  {
    by: 'alter table shares alter note set not null',
    says: ['column public.shares.note was changed by hand: nullability null → not null'],
  },
  {
    by: `alter table users alter role set default 'admin'`,
    says: [`column public.users.role was changed by hand: default 'member'::text → 'admin'::text`],
  },
  {
    by: 'alter table users drop constraint users_handle_key',
    says: ['constraint public.users.users_handle_key was dropped by hand; it was UNIQUE (handle)'],
  },
  {
    by: `drop index ${INDEX}`,
    says: [
      `index public.shares.${INDEX} was dropped by hand; it was CREATE INDEX ${INDEX} ON shares USING btree (created_at DESC, id DESC)`,
    ],
  },
  {
    by: `alter index ${INDEX} rename to newest`,
    says: [`index public.shares.${INDEX} was renamed to newest by hand`],
  },
  {
    by: 'create index by_hand on shares (note)',
    says: [
      'index public.shares.by_hand was added by hand: CREATE INDEX by_hand ON shares USING btree (note)',
    ],
  },
  {
    by: `update pg_index set indisvalid = false where indexrelid = '${INDEX}'::regclass`,
    says: [`index public.shares.${INDEX} was changed by hand: valid yes → no`],
  },
  {
    by: `comment on table shares is null`,
    says: ['table public.shares was changed by hand: comment [architect r_…] → none'],
  },
  {
    by: 'alter table likes disable row level security',
    says: ['table public.likes was changed by hand: row security on → off'],
    access: true,
  },
  {
    by: 'create policy open on likes for select using (true)',
    says: ['policy public.likes.open was added by hand: for select using true'],
    access: true,
  },
  {
    by: 'alter policy architect_read_1 on likes using (true)',
    says: ['policy public.likes.architect_read_1 was changed by hand: using … → true'],
    access: true,
  },
  {
    by: 'grant select on likes to public',
    says: [
      'table public.likes was changed by hand: grants delete to app → delete to app, select to public',
    ],
    access: true,
  },
  {
    by: 'grant select (email) on users to architect_reader',
    says: [
      'column public.users.email was changed by hand: grants update to app → update to app, select to reader',
    ],
    access: true,
  },
  {
    by: 'alter table likes owner to pg_monitor',
    says: ['table public.likes was changed by hand: owner owner → role pg_monitor'],
    access: true,
  },
  {
    by: 'grant create on schema public to public',
    says: ['schema public was changed by hand: grants …'],
    access: true,
  },
  {
    by: 'alter default privileges in schema public grant select on tables to public',
    says: ['default privileges public.tables of owner was added by hand: select to public'],
    access: true,
  },
]

await onEveryServer((server) => {
  let fresh: TestDatabase
  let applied: Schema
  beforeAll(async () => {
    fresh = await freshDatabaseOn(server)
    await applySchema(fresh.database, schemaDdl(derive(sharing, {})), 'create')
    applied = await introspect(fresh.database)
  })
  afterAll(() => fresh.close())

  const after = async (ddl: string): Promise<Difference[]> => {
    let seen: Difference[] = []
    const trial = fresh.database.transaction(async (transaction) => {
      await transaction.execute(ddl)
      seen = drift(applied, await readSchema(transaction))
      throw new Undo()
    })
    await expect(trial).rejects.toThrow(Undo)
    return seen
  }

  test.each(CASES)('$by', async ({ by, says, access = false }) => {
    const found = await after(by)
    expect(found.map(({ text }) => shortened(text))).toEqual(says)
    expect(found.every((difference) => difference.access === access)).toBe(true)
  })

  test('a table that went away is told with the functions that spoke of it, not column by column', async () => {
    const found = await after('drop table likes cascade')
    expect(found.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      'removed table',
      'removed function',
      'removed function',
      'removed function',
    ])
  })

  test('nothing changed is nothing found, also when the applied schema went through JSON', async () => {
    const stored: Schema = JSON.parse(JSON.stringify(applied))
    expect(drift(stored, await introspect(fresh.database))).toEqual([])
  })

  test.each([
    'create table theirs (n int)',
    'create schema theirs; create view theirs.shares as select 1 as n',
    'create extension pg_trgm',
    'create function theirs() returns int language sql as $$ select 1 $$',
    `insert into users (id, handle, display_name, email) values (gen_random_uuid(), 'ada', 'Ada', 'ada@example.com')`,
  ])('what others made is none of it: %s', async (ddl) => {
    expect(await after(ddl)).toEqual([])
  })

  describe('as findings', () => {
    test('access comes first and is an error', async () => {
      const found = await after(
        'alter table shares add by_hand int; alter table likes disable row level security',
      )
      expect(findingsOf(found).map(({ rule, severity }) => [rule, severity])).toEqual([
        ['drift-access', 'error'],
        ['drift', 'warning'],
      ])
    })
  })
})

/** Ids are made anew for each design, policies are long. */
function shortened(text: string): string {
  return text
    .replace(/\[architect r_\w+\]/, '[architect r_…]')
    .replace(/using .* →/, 'using … →')
    .replace(/(schema public was changed by hand: grants) .*/, '$1 …')
}
