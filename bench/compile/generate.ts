import { stdout } from 'node:process'

/** Prints a blueprint of 100 resources with 12 fields and rules each: what type checking and compiling are measured on. */
const RESOURCES = 100
const PREFIX = 'thing'

stdout.write(`${blueprintText(RESOURCES)}\n`)

function blueprintText(count: number): string {
  const numbers = Array.from({ length: count }, (_, n) => n + 1)
  return `import { boolean, date, decimal, int, oneOf, password, ref, schema, text, timestamp, url } from 'backend-architect'

const s = schema({
  identity: 'user',
  resources: {
    user: { handle: text().min(3).max(30).unique(), role: oneOf('member', 'admin').default('member').serverOnly() },
${numbers.map(shapeText).join('\n')}
  },
})

const user = s.resource.user(({ row, actor, everyone }) => ({
  scale: { rows: 100_000 },
  allow: { read: everyone, update: row.is(actor) },
  list: { filter: ['handle'] },
}))

${numbers.map(definitionText).join('\n')}
export default s.backend({
  name: 'generated',
  parts: [user, ${numbers.map((n) => PREFIX + n).join(', ')}],
  auth: { login: [password()], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
})`
}

function shapeText(n: number): string {
  return `    ${PREFIX}${n}: {
      owner: ref('user').setBy('actor').onDelete('cascade'), parent: ref('${PREFIX}${Math.max(1, n - 1)}').optional(),
      title: text().min(1).max(200).searchable(), note: text().max(2000).optional(), link: url().optional(),
      state: oneOf('draft', 'open', 'done').default('draft'), visibility: oneOf('public', 'private').default('private'),
      amount: int().min(0).default(0), price: decimal({ precision: 12, scale: 2 }).optional(), day: date().optional(),
      pinned: boolean().default(false), publishedAt: timestamp().optional().serverOnly(),
    },`
}

function definitionText(n: number): string {
  const name = `${PREFIX}${n}`
  return `const ${name} = s.resource.${name}(({ row, actor, any, all, role, signedIn, exists, count }) => ({
  scale: { rows: 1_000_000, reads: '10/s', writes: '1/s' },
  allow: {
    read: any(row.owner.is(actor), role('admin'), all(row.visibility.is('public'), row.state.in(['open', 'done'])),
      exists('${name}', (child) => all(child.parent.is(row.parent), child.owner.is(actor)))),
    create: signedIn, update: row.owner.is(actor), delete: any(row.owner.is(actor), role('admin')),
  },
  list: { filter: ['owner', 'state'], sort: ['-createdAt', ['-publishedAt', 'title']], search: ['title'] },
  computed: { children: count('${name}', (child) => child.owner.is(row.owner)) },
  hooks: { beforeCreate: async ({ input }) => ({ title: input.title.trim() }) },
  limits: { create: '30/min' },
}))
`
}
