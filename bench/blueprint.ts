import { oneOf, password, ref, schema, text } from 'backend-architect'
import type { Blueprint } from '../src/compile/blueprint/definition.ts'

/** The backend that every program of the benchmark is: authors write articles, everybody comments. */
const s = schema({
  identity: 'author',
  resources: {
    author: {
      handle: text().min(3).max(30).unique(),
      displayName: text().min(1).max(80),
      role: oneOf('member', 'editor').default('member').serverOnly(),
    },
    article: {
      author: ref('author').setBy('actor').onDelete('cascade'),
      title: text().min(1).max(200),
      body: text().min(1).max(5000),
      status: oneOf('draft', 'published').default('draft'),
    },
    comment: {
      article: ref('article').immutable().onDelete('cascade'),
      author: ref('author').setBy('actor').onDelete('cascade'),
      body: text().min(1).max(2000),
    },
  },
})

const author = s.resource.author(({ row, actor, everyone }) => ({
  scale: { rows: 10_000 },
  allow: { read: everyone, update: row.is(actor) },
  list: { filter: ['handle'], sort: ['handle'] },
}))

const article = s.resource.article(({ row, actor, any, role, signedIn }) => ({
  scale: { rows: 200_000, largestGroup: 2000 },
  allow: {
    read: any(row.author.is(actor), row.status.is('published'), role('editor')),
    create: signedIn,
    update: row.author.is(actor),
    delete: row.author.is(actor),
  },
  list: { filter: ['author', 'status'], sort: ['-createdAt'] },
}))

const comment = s.resource.comment(({ row, actor, signedIn, readable }) => ({
  scale: { rows: 500_000, largestGroup: 40 },
  allow: {
    read: readable(row.article),
    create: signedIn,
    update: row.author.is(actor),
    delete: row.author.is(actor),
  },
  list: { filter: ['article'], sort: ['-createdAt'] },
}))

const blueprint: Blueprint = s.backend({
  name: 'bench',
  parts: [author, article, comment],
  auth: {
    login: [password()],
    signUp: 'open',
    sessions: 'token',
    mfa: 'optional',
    origins: [],
  },
})

// biome-ignore lint/style/noDefaultExport: a project's blueprint is its default export.
export default blueprint
