import { derive } from '../../src/compile/derive/derive.ts'
import type { Design } from '../../src/compile/design.ts'
import { schemaSql } from '../../src/compile/emit/sql/schema-sql.ts'
import type { Database, Rows } from '../../src/engine/ports/database.ts'
import { type Actor, ANONYMOUS } from '../../src/serve/actor.ts'
import { createHandler } from '../../src/serve/handle.ts'
import type { HttpResponse } from '../../src/serve/http.ts'
import type { SqlQuery } from '../../src/sql/query.ts'
import { freshDatabase } from '../database.ts'
import { sharing } from '../sharing-model.ts'

/** The sharing backend with 200 people, 30,000 shares and a handler that reads them. */
export interface World {
  readonly design: Design
  readonly database: Database
  /** Answers `GET url` as the actor. */
  get(url: string, actor?: Actor, headers?: Readonly<Record<string, string>>): Promise<HttpResponse>
  /** The queries that were sent since it was asked last. */
  sent(): readonly SqlQuery[]
  rows(text: string): Promise<Rows['rows']>
  close(): Promise<void>
}

/** The id of the nth row of a table in the seed. */
export function idOf(table: string, n: number): string {
  return `00000000-0000-7000-8000-${table.length.toString(16).padStart(4, '0')}${n.toString(16).padStart(8, '0')}`
}

/** Follows ten people, owns some shares. */
export const READER: Actor = signedIn(7)
/** Follows nobody and owns nothing. */
export const STRANGER: Actor = signedIn(198)
export const MODERATOR: Actor = signedIn(199, 'moderator')
export { ANONYMOUS }

/** The nth person, signed in. */
export function signedIn(n: number, ...roles: readonly string[]): Actor {
  return { kind: 'user', id: idOf('users', n), roles, expiresAt: 4_000_000_000 }
}

const ids = (table: string, n: string): string =>
  `('00000000-0000-7000-8000-${table.length.toString(16).padStart(4, '0')}' || lpad(to_hex(${n}), 8, '0'))::uuid`

/** 191 is prime, so that every owner has every visibility. Three shares at a time are made in the same moment, so that ties are everywhere. A fifth is for followers, a tenth for all. */
const SEED = `
insert into users (id, handle, display_name, bio, email) select ${ids('users', 'n')}, 'user_' || n, 'Person "' || n || '"', case when n % 2 = 0 then E'line\\n\\\\ é' end, n || '@example.com' from generate_series(1, 200) n;
insert into follows (id, follower_id, followee_id) select ${ids('follows', 'n')}, ${ids('users', '7')}, ${ids('users', 'n * 3')} from generate_series(1, 10) n;
insert into follows (id, follower_id, followee_id) select ${ids('follows', '100 + n')}, ${ids('users', '8')}, ${ids('users', 'n')} from generate_series(10, 190) n;
insert into follows (id, follower_id, followee_id) select ${ids('follows', '1000 + n')}, ${ids('users', '10 + n / 150')}, ${ids('users', '1 + n % 150')} from generate_series(0, 25000) n;
insert into shares (id, owner_id, url, title, note, visibility, published_at, created_at)
  select ${ids('shares', 'n')}, ${ids('users', '1 + (n * 7919) % 191')}, 'https://example.com/' || n, 'Title ' || n, case when n % 4 = 0 then 'rare words' end,
    case when n % 10 = 0 then 'public' when n % 5 = 1 then 'followers' else 'private' end,
    case when n % 3 > 0 then timestamptz '2026-01-01' + n / 5 * interval '1 minute' end, timestamptz '2026-01-01' + n / 3 * interval '1.5 second'
  from generate_series(1, 30000) n;
insert into comments (id, share_id, author_id, body, created_at) select ${ids('comments', 'n')}, ${ids('shares', '1 + n % 3000')}, ${ids('users', '1 + n % 190')}, 'Comment ' || n, timestamptz '2026-02-01' + n * interval '1 second' from generate_series(1, 20000) n;
insert into likes (id, share_id, user_id) select ${ids('likes', 'n')}, ${ids('shares', '1 + n % 100')}, ${ids('users', '1 + n / 100')} from generate_series(0, 4999) n;
`

/** @see {@link World} */
export async function openWorld(): Promise<World> {
  const design = derive(sharing, {})
  const schema = schemaSql(design)
  const template = {
    key: schema + SEED,
    build: async (empty: Database) => {
      await empty.transaction(async (transaction) => await transaction.execute(schema + SEED), {
        timeoutMs: 60_000,
      })
      await empty.transaction(async (transaction) => await transaction.execute('analyze'))
    },
  }
  const { database, close } = await freshDatabase(template)
  const { counting, sent } = counted(database)
  return {
    design,
    database,
    sent,
    close,
    get: getter(design, counting),
    rows: async (text) => (await database.query({ text, values: [] }, { lane: 'long' })).rows,
  }
}

function getter(design: Design, database: Database): World['get'] {
  let actor: Actor = ANONYMOUS
  const cursorSecret = Buffer.alloc(32, 7)
  const handle = createHandler({
    design,
    database,
    cursorSecret,
    authenticate: () => actor,
    answers: {},
  })
  return async (url, as = ANONYMOUS, headers = {}) => {
    actor = as
    return await handle({
      method: 'GET',
      url,
      headers,
      body: async () => Buffer.alloc(0),
      requestId: 'test',
      signal: new AbortController().signal,
      address: '127.0.0.1',
    })
  }
}

function counted(database: Database): {
  readonly counting: Database
  readonly sent: () => readonly SqlQuery[]
} {
  let queries: SqlQuery[] = []
  const counting: Database = {
    ...database,
    query: async (query, options) => {
      queries.push(query)
      return await database.query(query, options)
    },
    stream: (query, options) => {
      queries.push(query)
      return database.stream(query, options)
    },
  }
  return {
    counting,
    sent: () => {
      const before = queries
      queries = []
      return before
    },
  }
}

/** The answer's JSON. */
export function jsonOf({ body }: HttpResponse): Record<string, unknown> {
  return typeof body === 'string' ? JSON.parse(body) : {}
}

/** The rows of a page. */
export function dataOf(response: HttpResponse): readonly Record<string, unknown>[] {
  const { data } = jsonOf(response)
  if (!Array.isArray(data)) throw new Error(`no data: ${String(response.body)}`)
  return data
}

/** All rows of a list, page by page. */
export async function allOf(world: World, url: string, actor: Actor): Promise<readonly string[]> {
  const found: string[] = []
  for (let next: unknown = null, page = 0; page < 400; page += 1) {
    const at: string = typeof next === 'string' ? `${url}&after=${next}` : url
    const response = await world.get(at, actor)
    found.push(...dataOf(response).map(({ id }) => String(id)))
    const { page: links } = jsonOf(response)
    next = links instanceof Object && 'next' in links ? links.next : null
    if (next === null) return found
  }
  throw new Error('the list has no end')
}
