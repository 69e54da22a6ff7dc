import type { Client } from 'pg'
import type { BenchCaller, Tokens } from './tokens.ts'

/** The workloads of the benchmark. */
export const WORKLOADS = ['W1', 'W2', 'W3', 'W4'] as const

export type Workload = (typeof WORKLOADS)[number]

/** What each workload asks, for people. */
export const WORKLOAD_TITLES: Readonly<Record<Workload, string>> = {
  W1: 'one article by its id',
  W2: '20 newest of one author: first and following page in turn',
  W3: '20 newest of all, each with its author and its 3 latest comments',
  W4: 'create an article',
}

/** One question, before it is spoken in the tongue of a program. */
export type Question =
  | { readonly kind: 'one'; readonly id: string }
  /** `page` 0 is the first one. */
  | { readonly kind: 'ofAuthor'; readonly author: string; readonly page: number }
  | { readonly kind: 'feed'; readonly page: number }
  | { readonly kind: 'create'; readonly article: ArticleBody }

export interface ArticleBody {
  readonly title: string
  readonly body: string
  readonly status: 'published'
}

/** A question and who asks it. */
export interface Asked {
  readonly question: Question
  readonly caller: BenchCaller
}

/** Different questions of one workload; the generator begins anew behind the last one. */
const QUESTIONS = 2000
/** Different texts of new articles. */
const ARTICLE_TEXTS = 400
/** How far the feed is walked. */
const FEED_PAGES = 10
/** An author with more than this has a second page for everybody. */
const TWO_PAGES = 60

/** The same questions at every run, for one workload. */
export async function questionsOf(
  workload: Workload,
  client: Client,
  tokens: Tokens,
): Promise<readonly Asked[]> {
  const questions = await QUESTIONS_OF[workload](client)
  return Array.from({ length: QUESTIONS }, (_, n) => ({
    question: at(questions, n),
    // Both pages of an author are read by one caller: cursors belong to who was given them.
    caller: at(tokens.callers, Math.floor(n / 2)),
  }))
}

const QUESTIONS_OF: Readonly<Record<Workload, (client: Client) => Promise<readonly Question[]>>> = {
  W1: async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select id from articles where status = 'published' order by md5(id::text) limit $1`,
      [QUESTIONS],
    )
    return rows.map(({ id }) => ({ kind: 'one', id }))
  },
  W2: async (client) => {
    const { rows } = await client.query<{ author: string }>(
      'select author_id as author from articles group by 1 having count(*) > $1 order by md5(author_id::text) limit $2',
      [TWO_PAGES, QUESTIONS / 2],
    )
    return rows.flatMap(({ author }): readonly Question[] => [
      { kind: 'ofAuthor', author, page: 0 },
      { kind: 'ofAuthor', author, page: 1 },
    ])
  },
  W3: () =>
    Promise.resolve(Array.from({ length: FEED_PAGES }, (_, page) => ({ kind: 'feed', page }))),
  W4: async (client) => {
    const { rows } = await client.query<{ title: string; body: string }>(
      'select title, body from articles order by id limit $1',
      [ARTICLE_TEXTS],
    )
    return rows.map((row) => ({ kind: 'create', article: { ...row, status: 'published' } }))
  },
}

function at<T>(from: readonly T[], n: number): T {
  const found = from[n % from.length]
  if (found === undefined) throw new Error('There is nothing to ask')
  return found
}
