import {
  arrayOf,
  type Blueprint,
  bigint,
  boolean,
  bytes,
  date,
  decimal,
  duration,
  int,
  ip,
  json,
  oneOf,
  password,
  ref,
  schema,
  text,
  timestamp,
} from '../../src/compile/blueprint/blueprint.ts'

/** A small library: every kind of rule, reference and refusal that a write can meet. */
const s = schema({
  identity: 'user',
  resources: {
    user: {
      handle: text().min(3).max(30).pattern('^[a-z0-9_]+$').unique(),
      email: text().max(254).unique().private(),
      role: oneOf('member', 'moderator').default('member').serverOnly(),
    },
    shelf: {
      owner: ref('user').setBy('actor').onDelete('cascade'),
      title: text().min(1).max(80),
      visibility: oneOf('public', 'private').default('private'),
      rank: int().min(0).max(100).optional(),
      pinned: boolean().default(false),
      label: text().max(20).optional(),
      tags: arrayOf(text().max(20)),
      notes: json().optional(),
    },
    book: {
      shelf: ref('shelf').onDelete('restrict'),
      author: ref('user').setBy('actor').onDelete('cascade'),
      isbn: text().max(20).immutable(),
      next: ref('book').optional().onDelete('null'),
    },
    sample: {
      price: decimal(),
      large: bigint().optional(),
      picture: bytes().optional(),
      day: date().optional(),
      length: duration().optional(),
      address: ip().optional(),
      at: timestamp().optional(),
      words: arrayOf(text().max(20)).optional(),
    },
    drop: { owner: ref('user').setBy('actor').onDelete('cascade'), message: text().max(20) },
  },
})

const user = s.resource.user(({ row, actor, everyone }) => ({
  scale: { rows: 1000 },
  allow: { read: everyone, update: row.is(actor), delete: row.is(actor) },
}))

const shelf = s.resource.shelf(({ row, actor, any, role, signedIn }) => ({
  scale: { rows: 1000 },
  allow: {
    read: any(row.owner.is(actor), role('moderator'), row.visibility.is('public')),
    create: signedIn,
    update: any(row.owner.is(actor), row.visibility.is('public')),
    delete: any(row.owner.is(actor), role('moderator')),
  },
  plural: 'shelves',
  writable: { pinned: role('moderator'), label: row.owner.is(actor) },
}))

const book = s.resource.book(({ row, actor, everyone }) => ({
  scale: { rows: 1000 },
  allow: {
    read: everyone,
    create: row.shelf.owner.is(actor),
    update: row.shelf.owner.is(actor),
    delete: row.author.is(actor),
  },
  unique: [['shelf', 'isbn']],
  requireIfMatch: true,
}))

const sample = s.resource.sample(({ everyone, signedIn }) => ({
  scale: { rows: 1000 },
  allow: { read: everyone, create: signedIn, update: signedIn },
  clientIds: true,
}))

/** Whoever drops a message does not read it again. */
const drop = s.resource.drop(({ role, signedIn }) => ({
  scale: { rows: 1000 },
  allow: { read: role('moderator'), create: signedIn },
}))

/** The library. */
export const library: Blueprint = s.backend({
  name: 'library',
  parts: [user, shelf, book, sample, drop],
  auth: { login: [password()], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
})
