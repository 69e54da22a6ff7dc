import { password, ref, schema, text } from 'backend-architect'

/** As little as a load needs: rows that everybody may add, with a field that nobody else may see. */
const s = schema({
  identity: 'user',
  resources: {
    user: {
      handle: text().min(3).max(40).unique(),
      email: text().max(254).unique().private(),
    },
    note: {
      owner: ref('user').setBy('actor').onDelete('cascade'),
      title: text().min(1).max(80),
      body: text().max(20_000).optional(),
      contact: text().max(254).optional().private(),
    },
  },
})

export const user = s.resource.user(({ row, actor, everyone }) => ({
  scale: { rows: 1000 },
  allow: { read: everyone, update: row.is(actor) },
  readable: { email: row.is(actor) },
}))

export const note = s.resource.note(({ row, actor, everyone, signedIn }) => ({
  scale: { rows: 100_000 },
  allow: { read: everyone, create: signedIn, update: row.owner.is(actor) },
  readable: { contact: row.owner.is(actor) },
  list: { filter: ['title'] },
}))

// biome-ignore lint/style/noDefaultExport: a blueprint is what its file exports by default
export default s.backend({
  name: 'chaos',
  parts: [user, note],
  auth: { login: [password()], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
})
