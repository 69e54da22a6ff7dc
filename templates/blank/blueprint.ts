import { oneOf, password, ref, schema, text } from 'backend-architect'

const s = schema({
  identity: 'user',
  resources: {
    user: {
      handle: text().min(3).max(30).pattern('^[a-z0-9_]+$').unique(),
      role: oneOf('member', 'admin').default('member').serverOnly(),
    },
    note: {
      owner: ref('user').setBy('actor').onDelete('cascade'),
      title: text().min(1).max(200),
      body: text().max(10_000).optional(),
    },
  },
})

export const user = s.resource.user(({ row, actor, signedIn }) => ({
  scale: { rows: 10_000 },
  // No `create`: signing up is the only door.
  allow: { read: signedIn, update: row.is(actor) },
  list: { filter: ['handle'] },
}))

export const note = s.resource.note(({ row, actor, signedIn }) => ({
  scale: { rows: 100_000, largestGroup: 1_000 },
  allow: { read: row.owner.is(actor), create: signedIn, update: row.owner.is(actor), delete: row.owner.is(actor) },
  list: { filter: ['owner'], sort: ['-createdAt'] },
}))

export default s.backend({
  name: 'notes',
  parts: [user, note],
  auth: { login: [password()], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
  targets: { read: { p99: '100ms' } },
})
