/** The questions of the benchmark to Prisma; the rule is a part of every `where`. */
import { Inject, Injectable } from '@nestjs/common'
import { decorateClass } from './decorate.js'

/** The token of the Prisma client. */
export const PRISMA = 'PRISMA'

const PAGE = 20
const NEWEST_FIRST = [{ createdAt: 'desc' }, { id: 'desc' }]
const WITH_AUTHOR_AND_COMMENTS = {
  author: true,
  comments: { orderBy: NEWEST_FIRST, take: 3 },
}

export class ArticlesService {
  constructor(prisma) {
    this.prisma = prisma
  }

  async one(id, caller) {
    const row = await this.prisma.article.findUnique({ where: { id, ...visible(caller) } })
    return row === null ? undefined : withReferences(row)
  }

  ofAuthor(authorId, after, caller) {
    return this.page({ where: { authorId, ...visible(caller) } }, after)
  }

  feed(after, caller) {
    const question = { where: visible(caller), include: WITH_AUTHOR_AND_COMMENTS }
    return this.page({ ...question, relationLoadStrategy: 'join' }, after)
  }

  async create(article, caller) {
    return withReferences(
      await this.prisma.article.create({ data: { ...article, authorId: caller.id } }),
    )
  }

  /** Pages by Prisma's own cursor, an id: a Date would lose the microseconds of a key. */
  async page(question, after) {
    const rows = await this.prisma.article.findMany({
      ...question,
      orderBy: NEWEST_FIRST,
      take: PAGE + 1,
      ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    })
    const data = rows.slice(0, PAGE)
    const next = rows.length > PAGE ? data.at(-1).id : null
    return { data: data.map(withReferences), page: { next } }
  }
}

decorateClass(ArticlesService, Injectable(), (target) => Inject(PRISMA)(target, undefined, 0))

/** Editors read everything, others what is published or theirs. */
function visible(caller) {
  return caller.isEditor ? {} : { OR: [{ status: 'published' }, { authorId: caller.id }] }
}

/** A reference is the id under the name of what it refers to, or the object itself. */
function withReferences({ authorId, author, comments, ...own }) {
  if (comments === undefined) return { ...own, author: authorId }
  return { ...own, author, comments: comments.map(ofComment) }
}

function ofComment({ articleId, authorId, ...own }) {
  return { ...own, article: articleId, author: authorId }
}
