import type { Question } from '../workloads.ts'
import {
  type Answer,
  type Dialect,
  list,
  member,
  milliseconds,
  type PlainArticle,
  type Spoken,
  text,
} from './dialect.ts'

/** REST of Platformatic DB; the feed, which nests, is asked by its GraphQL. */
export const platformatic: Dialect = {
  ask,
  rows(question, { json }) {
    if (question.kind === 'feed') return list(member(json, 'data.articles')).map(plain)
    return (question.kind === 'ofAuthor' ? list(json) : [json]).map(plain)
  },
  next(question, { json, headers }: Answer) {
    if (question.kind !== 'feed') return headers.get('x-start-after') ?? undefined
    const last = list(member(json, 'data.articles')).at(-1)
    return last === undefined ? undefined : text(member(last, 'createdAt'))
  },
}

function ask(question: Question, cursor: string | undefined, actor: string): Spoken {
  switch (question.kind) {
    case 'one':
      return { method: 'GET', path: `/articles/${question.id}` }
    case 'ofAuthor': {
      const order = 'orderby.createdAt=desc&orderby.id=desc&cursor=true&limit=20'
      const after = cursor === undefined ? '' : `&startAfter=${encodeURIComponent(cursor)}`
      return {
        method: 'GET',
        path: `/articles/?where.authorId.eq=${question.author}&${order}${after}`,
      }
    }
    case 'feed':
      return {
        method: 'POST',
        path: '/graphql',
        body: { query: FEED, variables: { before: cursor ?? '9999-01-01T00:00:00Z' } },
      }
    case 'create':
      // The document of the API demands a version and an author, which the rule replaces by the caller.
      return {
        method: 'POST',
        path: '/articles/',
        body: { ...question.article, version: 1, authorId: actor },
      }
  }
}

const FEED = `query feed($before: DateTime) {
  articles(limit: 20, orderBy: [{ field: createdAt, direction: DESC }, { field: id, direction: DESC }], where: { createdAt: { lt: $before } }) {
    id createdAt updatedAt version title body status
    author { id createdAt updatedAt version handle displayName role }
    comments(limit: 3, orderBy: [{ field: createdAt, direction: DESC }, { field: id, direction: DESC }]) {
      id createdAt updatedAt version body
    }
  }
}`

function plain(row: unknown): PlainArticle {
  const own = {
    id: text(member(row, 'id')),
    createdAtMs: milliseconds(member(row, 'createdAt')),
    title: text(member(row, 'title')),
    body: text(member(row, 'body')),
    status: text(member(row, 'status')),
  }
  const authorId = member(row, 'authorId')
  if (typeof authorId === 'string') return { ...own, author: authorId }
  return {
    ...own,
    author: text(member(row, 'author.id')),
    handle: text(member(row, 'author.handle')),
    comments: list(member(row, 'comments')).map((comment) => [
      text(member(comment, 'id')),
      text(member(comment, 'body')),
    ]),
  }
}
