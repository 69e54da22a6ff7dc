/** Source of a blueprint with many resources, each like one that people write: fields, a rule, a list. */
export function generatedBlueprint(resources: number): string {
  const numbers = Array.from({ length: resources }, (_, n) => n)
  return `import { boolean, int, oneOf, password, ref, schema, text, timestamp } from 'backend-architect'

const s = schema({
  identity: 'member',
  resources: {
    member: {
      handle: text().min(3).max(30).unique(),
      role: oneOf('member', 'moderator').default('member').serverOnly(),
    },
${numbers.map(shape).join('\n')}
  },
})

const member = s.resource.member(({ row, actor, everyone }) => ({
  scale: { rows: 100_000 },
  allow: { read: everyone, update: row.is(actor) },
  list: { filter: ['handle'], sort: ['handle'] },
}))

${numbers.map(rules).join('\n')}

export default s.backend({
  name: 'generated',
  parts: [member, ${numbers.map((n) => `item${n}`).join(', ')}],
  auth: { login: [password()], signUp: 'open', sessions: 'token', mfa: 'optional', origins: [] },
})
`
}

/** Every resource but the first belongs to another one, as in a real schema. */
function shape(n: number): string {
  const parent = n === 0 ? '' : `parent: ref('item${Math.floor(n / 2)}').onDelete('cascade'),`
  return `    item${n}: {
      owner: ref('member').setBy('actor').onDelete('cascade'),
      ${parent}
      title: text().min(1).max(200).searchable(),
      note: text().max(2000).optional(),
      state: oneOf('draft', 'open', 'closed').default('draft'),
      rank: int().min(0).max(1000).default(0),
      pinned: boolean().default(false),
      dueAt: timestamp().optional(),
    },`
}

function rules(n: number): string {
  return `const item${n} = s.resource.item${n}(({ row, actor, any, role, signedIn }) => ({
  scale: { rows: 100_000, largestGroup: 1000 },
  allow: {
    read: any(row.owner.is(actor), row.state.is('open'), role('moderator')),
    create: signedIn,
    update: row.owner.is(actor),
    delete: any(row.owner.is(actor), role('moderator')),
  },
  list: { filter: ['owner', 'state'], sort: ['-createdAt', '-dueAt'], search: ['title'] },
}))
`
}
