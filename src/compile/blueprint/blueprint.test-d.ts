import { expectTypeOf } from 'vitest'
import { z } from 'zod'
import {
  arrayOf,
  boolean,
  type ClientInsert,
  type Id,
  type Insert,
  int,
  json,
  oneOf,
  password,
  type Row,
  ref,
  schema,
  text,
  timestamp,
} from './blueprint.ts'

const resources = {
  user: { name: text(), role: oneOf('member', 'admin').default('member').serverOnly() },
  post: {
    author: ref('user').setBy('actor').onDelete('cascade'),
    reviewer: ref('user').optional().onDelete('null'),
    title: text().max(200).searchable(),
    likes: int().default(0),
    state: oneOf('draft', 'published').default('draft'),
    secret: text().serverOnly(),
    publishedAt: timestamp().optional(),
    tags: arrayOf(text()).optional(),
    meta: json().optional(),
  },
}
const s = schema({
  identity: 'user',
  resources,
  events: { 'post.published': z.object({ postId: z.string() }) },
})
type R = typeof resources

// Rows, and what may be written.
expectTypeOf<Row<R, 'post'>['author']>().toEqualTypeOf<Id<'user'>>()
expectTypeOf<Row<R, 'post'>['reviewer']>().toEqualTypeOf<Id<'user'> | null>()
expectTypeOf<Row<R, 'post'>['state']>().toEqualTypeOf<'draft' | 'published'>()
expectTypeOf<Row<R, 'post'>['publishedAt']>().toEqualTypeOf<Date | null>()
expectTypeOf<Row<R, 'post'>['version']>().toEqualTypeOf<number>()
expectTypeOf<Insert<R, 'post'>>().toHaveProperty('secret')
expectTypeOf<ClientInsert<R, 'post'>>().toHaveProperty('title')
expectTypeOf<ClientInsert<R, 'post'>>().not.toHaveProperty('secret')
expectTypeOf<ClientInsert<R, 'post'>>().not.toHaveProperty('author')
expectTypeOf<Id<'user'>>().not.toExtend<Id<'post'>>()

// What a field can be told.
// @ts-expect-error a truth value has no smallest value
boolean().min(1)
// @ts-expect-error a pattern belongs to text
int().pattern('a')
// @ts-expect-error only text can be searched
int().searchable()
// @ts-expect-error not one of the words
oneOf('a', 'b').default('c')
// @ts-expect-error a required reference cannot become null
ref('user').onDelete('null')
// @ts-expect-error an array of arrays
arrayOf(arrayOf(text()))
// @ts-expect-error a reference to a resource that is not there
schema({ identity: 'a', resources: { a: { b: ref('nope').onDelete('cascade') } } })
// @ts-expect-error an identity that is no resource
schema({ identity: 'b', resources: { a: { b: text() } } })

const scale = { rows: 1 }

// Rules.
s.resource.post(({ row, actor, any, all, not, role, exists, count, everyone }) => ({
  scale,
  allow: {
    read: any(
      everyone,
      row.author.is(actor),
      row.author.name.is('Ada'),
      row.state.in(['draft']),
      row.publishedAt.before(new Date()),
      row.likes.atLeast(3),
      row.meta.isNull(),
      not(role('admin', 'member')),
      all(
        exists('post', (other) => other.author.is(row.author)),
        count('post', (other) => other.id.is(row.id)).atMost(2),
      ),
    ),
  },
}))
s.resource.post(({ row, actor, role, exists, readable, everyone }) => ({
  scale,
  allow: {
    read: everyone,
    // @ts-expect-error not one of the words
    create: row.state.is('publik'),
    // @ts-expect-error a user is no post
    update: row.author.is(row),
    // @ts-expect-error nobody has this role
    delete: role('superuser'),
  },
  writable: {
    // @ts-expect-error text has no order in rules
    title: row.title.before('m'),
    // @ts-expect-error a list has no equality in rules
    tags: row.tags.is(['a']),
    // @ts-expect-error a field is no row to read
    state: readable(row.title),
    // @ts-expect-error a post is not the actor
    likes: row.is(actor),
  },
  // @ts-expect-error a field that the other resource does not have
  computed: { liked: exists('post', (other) => other.autor.is(actor)) },
}))

// Lists and keys.
s.resource.post(({ everyone }) => ({
  scale,
  allow: { read: everyone },
  list: {
    filter: ['author', 'createdAt'],
    sort: ['-publishedAt', ['likes', '-id']],
    search: ['title'],
  },
  unique: [['author', 'title']],
  limits: { create: '30/min' },
}))
s.resource.post(({ everyone }) => ({
  scale,
  allow: { read: everyone },
  // @ts-expect-error a field that is not there
  list: { filter: ['autor'] },
  // @ts-expect-error a field that is not there
  unique: [['author', 'titel']],
  // @ts-expect-error no unit of time
  limits: { create: '30/moon' },
}))
// @ts-expect-error scale has no default
s.resource.user(({ everyone }) => ({ allow: { read: everyone } }))
// @ts-expect-error the read rule has no default
s.resource.user(() => ({ scale, allow: {} }))
s.resource.user(({ count }) => ({
  scale,
  // @ts-expect-error a count is no rule until it has a bound
  allow: { read: count('post', (post) => post.id.isNull()) },
}))

// Custom code.
s.resource.post(({ everyone, row, actor, action }) => ({
  scale,
  allow: { read: everyone },
  hooks: {
    async beforeCreate({ input }) {
      // @ts-expect-error the client cannot send it
      input.secret
      return { state: 'published', title: input.title.trim() }
    },
    // @ts-expect-error a patch of another type
    async beforeUpdate() {
      return { title: 42 }
    },
  },
  actions: {
    publish: action({
      allow: row.author.is(actor),
      input: z.object({ notify: z.boolean().default(true) }),
      async run({ row, input, db, emit, now }) {
        expectTypeOf(input.notify).toEqualTypeOf<boolean>()
        await emit('post.published', { postId: row.id })
        // @ts-expect-error not the payload of the event
        await emit('post.published', { id: row.id })
        // @ts-expect-error the id of another resource
        await db.user.get(row.id)
        return db.post.update(row.id, { publishedAt: now }, { ifVersion: row.version })
      },
    }),
  },
}))
s.on('post.published', { retries: 3 }, async ({ event }) => {
  expectTypeOf(event.data).toEqualTypeOf<{ postId: string }>()
})
// @ts-expect-error an event that is not there
s.on('post.deleted', {}, async () => undefined)
// @ts-expect-error an endpoint says who may
s.endpoint('GET /feed', { input: z.object({}), run: async () => 1 })

// The whole.
const auth = {
  login: [password()],
  signUp: 'open',
  sessions: 'both',
  mfa: 'optional',
  origins: [],
} as const
s.backend({
  name: 'types',
  parts: [],
  auth: { ...auth, mfa: { requiredFor: ['admin'] } },
  versions: [
    { name: 'v1', resources: { post: { renamed: { headline: 'title' }, without: ['meta'] } } },
    { name: 'v2' },
  ],
})
// @ts-expect-error the answers about security have no defaults
s.backend({ name: 'types', parts: [], auth: { login: [] } })
// @ts-expect-error a role that nobody has
s.backend({ name: 'types', parts: [], auth: { ...auth, mfa: { requiredFor: ['root'] } } })
// @ts-expect-error a tenant that is no resource
s.backend({ name: 'types', parts: [], auth, tenancy: { by: 'organisation' } })
