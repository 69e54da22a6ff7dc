import {
  arrayOf,
  bigint,
  boolean,
  bytes,
  date,
  decimal,
  duration,
  email,
  int,
  ip,
  json,
  money,
  oneOf,
  password,
  ref,
  schema,
  slug,
  text,
  timestamp,
  url,
  uuid,
} from 'backend-architect'

/** One field of every kind, a tenant, a reference of each delete behaviour, and an older version. */
const s = schema({
  identity: 'member',
  resources: {
    organisation: { name: text().min(1).max(80) },
    member: {
      organisation: ref('organisation').onDelete('restrict'),
      email: email().unique(),
      role: oneOf('clerk', 'buyer').default('clerk').serverOnly(),
    },
    product: {
      organisation: ref('organisation').onDelete('cascade'),
      slug: slug().unique(),
      title: text().min(1).max(120).searchable().describe('What customers see.'),
      kind: oneOf('part', 'tool').default('part'),
      price: money('EUR').min('0'),
      weight: decimal({ precision: 9, scale: 3 }).optional(),
      stock: int().min(0).default(0),
      sold: bigint().serverOnly().default(0n),
      fragile: boolean().default(false),
      releasedAt: timestamp().optional(),
      discontinuedOn: date().optional(),
      warranty: duration().optional(),
      serial: uuid().optional(),
      homepage: url().optional(),
      origin: ip().optional(),
      attributes: json().optional(),
      thumbnail: bytes().max(65_536).optional(),
      tags: arrayOf(text().max(20)).max(10),
      successor: ref('product').optional().onDelete('null'),
    },
  },
})

export const organisation = s.resource.organisation(({ row, actor }) => ({
  scale: { rows: 1000 },
  allow: { read: row.is(actor.organisation) },
}))

export const member = s.resource.member(({ row, actor }) => ({
  scale: { rows: 50_000 },
  allow: { read: row.organisation.is(actor.organisation) },
}))

export const product = s.resource.product(({ row, actor, all, role }) => ({
  description: 'Something that can be bought.',
  scale: { rows: 2_000_000, largestGroup: 50_000 },
  allow: {
    read: row.organisation.is(actor.organisation),
    create: role('buyer'),
    update: all(row.organisation.is(actor.organisation), role('buyer')),
  },
  list: {
    filter: ['kind', 'price', 'releasedAt'],
    sort: ['-createdAt', ['kind', '-price']],
    search: ['title'],
  },
  limits: { create: '30/min' },
  requireIfMatch: true,
  clientIds: true,
}))

// biome-ignore lint/style/noDefaultExport: the form of every blueprint
export default s.backend({
  name: 'catalogue',
  parts: [organisation, member, product],
  auth: {
    login: [password()],
    signUp: 'invited',
    sessions: 'token',
    mfa: 'optional',
    origins: [],
  },
  tenancy: { by: 'organisation' },
  versions: [
    {
      name: 'v1',
      deprecation: '2026-11-01',
      sunset: '2027-11-01',
      resources: { product: { renamed: { headline: 'title' }, without: ['warranty'] } },
    },
    { name: 'v2' },
  ],
})
