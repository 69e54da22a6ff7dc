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

/** The REST surface of the product, which the hand-written programs speak as well. */
export const rest: Dialect = {
  ask(question, cursor) {
    const after = cursor === undefined ? '' : `&after=${encodeURIComponent(cursor)}`
    return ask(question, after)
  },
  rows(question, { json }) {
    const isList = question.kind === 'ofAuthor' || question.kind === 'feed'
    return isList ? list(member(json, 'data')).map(plain) : [plain(json)]
  },
  next(_question, { json }: Answer) {
    const next = member(json, 'page.next')
    return typeof next === 'string' ? next : undefined
  },
}

function ask(question: Question, after: string): Spoken {
  switch (question.kind) {
    case 'one':
      return { method: 'GET', path: `/v1/articles/${question.id}` }
    case 'ofAuthor':
      return {
        method: 'GET',
        path: `/v1/articles?author=${question.author}&sort=-createdAt&limit=20${after}`,
      }
    case 'feed':
      return {
        method: 'GET',
        path: `/v1/articles?sort=-createdAt&limit=20&include=author,comments(limit:3,sort:-createdAt)${after}`,
      }
    case 'create':
      return { method: 'POST', path: '/v1/articles', body: question.article }
  }
}

function plain(row: unknown): PlainArticle {
  const author = member(row, 'author')
  const comments = member(row, 'comments')
  const own = {
    id: text(member(row, 'id')),
    createdAtMs: milliseconds(member(row, 'createdAt')),
    title: text(member(row, 'title')),
    body: text(member(row, 'body')),
    status: text(member(row, 'status')),
  }
  if (typeof author === 'string') return { ...own, author }
  return {
    ...own,
    author: text(member(author, 'id')),
    handle: text(member(author, 'handle')),
    comments: list(comments).map((comment) => [
      text(member(comment, 'id')),
      text(member(comment, 'body')),
    ]),
  }
}
