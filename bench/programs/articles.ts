import { randomBytes } from 'node:crypto'
import { Pool, type QueryConfig, types } from 'pg'
import { uuidSource } from '../../src/std/uuid.ts'
import type { Setup } from './setup.ts'
import type { Caller } from './tokens.ts'

/** Rows as `pg` makes them: aliases are the names in the JSON, so a row is its JSON. */
type Row = Record<string, unknown>

/** What a client may say of a new article. */
export interface NewArticle {
  readonly title: string
  readonly body: string
  readonly status: 'draft' | 'published'
}

export interface Page {
  readonly data: readonly Row[]
  readonly page: { readonly next: string | null }
}

/** Questions of the benchmark, written by hand: named statements, rule in the WHERE, rows to Node. */
export interface Articles {
  one(id: string, caller: Caller): Promise<Row | undefined>
  /** Newest first, 20 a page. */
  ofAuthor(author: string, after: string | undefined, caller: Caller): Promise<Page>
  /** Newest first, 20 a page, each with its author and its 3 latest comments. */
  feed(after: string | undefined, caller: Caller): Promise<Page>
  create(article: NewArticle, caller: Caller): Promise<Row>
}

const PAGE = 20
/** `timestamptz`: a Date would lose microseconds, on which cursors depend. The session is in UTC. */
const TIMESTAMPTZ = 1184

const ARTICLE = `a.id, a.created_at as "createdAt", a.updated_at as "updatedAt", a.version, a.author_id as author, a.title, a.body, a.status`
const AUTHOR = `w.created_at as "writerCreatedAt", w.updated_at as "writerUpdatedAt", w.version as "writerVersion", w.handle, w.display_name as "displayName", w.role`
const COMMENT = `c.id, c.created_at as "createdAt", c.updated_at as "updatedAt", c.version, c.article_id as article, c.author_id as author, c.body`

/** Editors read everything, others what is published or theirs. */
function visible(caller: Caller, parameter: string): string {
  return caller.isEditor ? 'true' : `(a.status = 'published' or a.author_id = ${parameter})`
}

/** A pool of the size that all programs have, and the questions on it. */
export function openArticles(setup: Setup): Articles {
  types.setTypeParser(TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`)
  const pool = new Pool({
    connectionString: setup.databaseUrl,
    max: setup.poolSize,
    options: '-c timezone=UTC',
  })
  const nextId = uuidSource(() => new Date(), randomBytes)
  const rowsOf = async (query: QueryConfig): Promise<Row[]> => (await pool.query<Row>(query)).rows
  return {
    one: async (id, caller) => (await rowsOf(oneQuery(id, caller)))[0],
    ofAuthor: async (author, after, caller) =>
      toPage(await rowsOf(listQuery(author, after, caller))),
    feed: async (after, caller) => {
      const page = toPage((await rowsOf(feedQuery(after, caller))).map(withAuthor))
      const comments = await rowsOf(commentsQuery(page.data.map((row) => row['id'])))
      return { data: withComments(page.data, comments), page: page.page }
    },
    create: async (article, caller) => {
      const [row] = await rowsOf(createQuery(nextId(), article, caller))
      return row ?? {}
    },
  }
}

function oneQuery(id: string, caller: Caller): QueryConfig {
  const text = `select ${ARTICLE} from articles a where a.id = $1 and ${visible(caller, '$2')}`
  return caller.isEditor
    ? { name: 'one-editor', text, values: [id] }
    : { name: 'one', text, values: [id, caller.id] }
}

function listQuery(author: string, after: string | undefined, caller: Caller): QueryConfig {
  const owner = [author, ...(caller.isEditor ? [] : [caller.id])]
  const key = after === undefined ? [] : readCursor(after)
  const from = owner.length
  return {
    name: `list-${caller.isEditor}-${key.length}`,
    text: `select ${ARTICLE} from articles a where a.author_id = $1 and ${visible(caller, '$2')}
      ${key.length === 0 ? '' : `and (a.created_at, a.id) < ($${from + 1}, $${from + 2})`}
      order by a.created_at desc, a.id desc limit ${PAGE + 1}`,
    values: [...owner, ...key],
  }
}

function feedQuery(after: string | undefined, caller: Caller): QueryConfig {
  const owner = caller.isEditor ? [] : [caller.id]
  const key = after === undefined ? [] : readCursor(after)
  const from = owner.length
  return {
    name: `feed-${caller.isEditor}-${key.length}`,
    text: `select ${ARTICLE}, ${AUTHOR} from articles a join authors w on w.id = a.author_id
      where ${visible(caller, '$1')}
      ${key.length === 0 ? '' : `and (a.created_at, a.id) < ($${from + 1}, $${from + 2})`}
      order by a.created_at desc, a.id desc limit ${PAGE + 1}`,
    values: [...owner, ...key],
  }
}

/** The articles were read under the rule already, and their comments are as visible as they are. */
function commentsQuery(articles: readonly unknown[]): QueryConfig {
  return {
    name: 'comments',
    text: `select c.* from unnest($1::uuid[]) with ordinality wanted(id, n) cross join lateral
      (select ${COMMENT} from comments c where c.article_id = wanted.id
       order by c.created_at desc, c.id desc limit 3) c order by wanted.n`,
    values: [articles],
  }
}

function createQuery(id: string, article: NewArticle, caller: Caller): QueryConfig {
  return {
    name: 'create',
    text: `insert into articles as a (id, author_id, title, body, status) values ($1, $2, $3, $4, $5) returning ${ARTICLE}`,
    values: [id, caller.id, article.title, article.body, article.status],
  }
}

function toPage(rows: readonly Row[]): Page {
  const data = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? data.at(-1) : undefined
  return { data, page: { next: last === undefined ? null : cursorOf(last) } }
}

function cursorOf(row: Row): string {
  return Buffer.from(`${row['createdAt']} ${row['id']}`).toString('base64url')
}

function readCursor(cursor: string): readonly string[] {
  return Buffer.from(cursor, 'base64url').toString().split(' ')
}

function withAuthor(row: Row): Row {
  const { writerCreatedAt, writerUpdatedAt, writerVersion, handle, displayName, role, ...own } = row
  const author = {
    id: own['author'],
    createdAt: writerCreatedAt,
    updatedAt: writerUpdatedAt,
    version: writerVersion,
    handle,
    displayName,
    role,
  }
  return { ...own, author }
}

function withComments(articles: readonly Row[], comments: readonly Row[]): readonly Row[] {
  const byArticle = Map.groupBy(comments, (comment) => comment['article'])
  return articles.map((row) => ({ ...row, comments: byArticle.get(row['id']) ?? [] }))
}
