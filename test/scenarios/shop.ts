import {
  arrayOf,
  type Blueprint,
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
} from '../../src/compile/blueprint/blueprint.ts'
import type { Setting } from './world.ts'

/** Every kind of field, two tenants, rules of fields, and an older version of the contract. */
const s = schema({
  identity: 'member',
  resources: {
    organisation: { name: text().min(1).max(80) },
    member: {
      organisation: ref('organisation').serverOnly().onDelete('restrict'),
      email: email().unique(),
      role: oneOf('clerk', 'buyer').default('clerk').serverOnly(),
    },
    product: {
      organisation: ref('organisation').onDelete('cascade'),
      sku: slug(),
      title: text().min(1).max(120).searchable(),
      kind: oneOf('part', 'tool').default('part'),
      price: money('EUR').min('0'),
      weight: decimal({ precision: 9, scale: 3 }).optional(),
      stock: int().min(0).default(0),
      sold: bigint().default(0n),
      fragile: boolean().default(false),
      releasedAt: timestamp().optional(),
      discontinuedOn: date().optional(),
      warranty: duration().optional(),
      serial: uuid().optional(),
      homepage: url().optional(),
      origin: ip().optional(),
      attributes: json().optional(),
      thumbnail: bytes().max(64).optional(),
      tags: arrayOf(text().max(20)).max(3),
      cost: decimal().optional(),
      successor: ref('product').optional().onDelete('null'),
    },
    note: {
      organisation: ref('organisation').onDelete('cascade'),
      product: ref('product').immutable().onDelete('restrict'),
      author: ref('member').setBy('actor').onDelete('cascade'),
      body: text().min(1).max(200),
    },
  },
})

const organisation = s.resource.organisation(({ row, actor }) => ({
  scale: { rows: 1000 },
  allow: { read: row.is(actor.organisation) },
}))

const member = s.resource.member(({ row, actor }) => ({
  scale: { rows: 50_000 },
  allow: { read: row.organisation.is(actor.organisation), update: row.is(actor) },
}))

const product = s.resource.product(({ role, signedIn }) => ({
  scale: { rows: 2_000_000, largestGroup: 50_000 },
  allow: { read: signedIn, create: role('buyer'), update: signedIn, delete: role('buyer') },
  readable: { cost: role('buyer') },
  writable: { cost: role('buyer'), price: role('buyer') },
  list: {
    filter: [
      'kind',
      'price',
      'weight',
      'stock',
      'sold',
      'fragile',
      'releasedAt',
      'discontinuedOn',
      'warranty',
      'serial',
      'origin',
      'sku',
      'successor',
    ],
    sort: ['-createdAt', ['kind', '-price'], 'releasedAt'],
    search: ['title'],
  },
  unique: [['organisation', 'sku']],
  requireIfMatch: true,
  clientIds: true,
  limits: { delete: '3/min' },
}))

const note = s.resource.note(({ row, actor, signedIn, readable }) => ({
  scale: { rows: 1_000_000 },
  allow: {
    read: readable(row.product),
    create: signedIn,
    update: row.author.is(actor),
    delete: row.author.is(actor),
  },
  list: { filter: ['product', 'author'], sort: ['-createdAt'] },
}))

const blueprint: Blueprint = s.backend({
  name: 'shop',
  parts: [organisation, member, product, note],
  auth: { login: [password()], signUp: 'invited', sessions: 'token', mfa: 'optional', origins: [] },
  tenancy: { by: 'organisation' },
  versions: [
    {
      name: 'v1',
      deprecation: '2026-11-01',
      sunset: '2027-11-01',
      resources: {
        product: { renamed: { headline: 'title' }, without: ['warranty', 'tags'] },
        note: { absent: true },
      },
    },
    { name: 'v2' },
  ],
})

const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

const names = {
  north: id(1),
  south: id(2),
  nora: id(11),
  nils: id(12),
  sara: id(21),
  simon: id(22),
  bolt: id(101),
  saw: id(102),
  nut: id(201),
  note: id(301),
  theirNote: id(401),
  nobody: id(999),
}

/** What only the other tenant may see. */
export const FOREIGN = 'southern'

const at = (n: number): string => `'2026-01-01T00:00:0${n}.000001Z'`

const seed = `
insert into organisations (id, name, created_at, updated_at) values ('${names.north}', 'North', ${at(1)}, ${at(1)}), ('${names.south}', '${FOREIGN}', ${at(1)}, ${at(1)});
insert into members (id, organisation_id, email, role, created_at, updated_at) values
 ('${names.nora}', '${names.north}', 'nora@example.com', 'buyer', ${at(1)}, ${at(1)}),
 ('${names.nils}', '${names.north}', 'nils@example.com', 'clerk', ${at(2)}, ${at(2)}),
 ('${names.sara}', '${names.south}', '${FOREIGN}.sara@example.com', 'buyer', ${at(1)}, ${at(1)}),
 ('${names.simon}', '${names.south}', '${FOREIGN}.simon@example.com', 'clerk', ${at(1)}, ${at(1)});
insert into products (id, organisation_id, sku, title, kind, price, weight, stock, sold, fragile, released_at, discontinued_on, warranty, serial, homepage, origin, attributes, thumbnail, tags, cost, successor_id, created_at, updated_at) values
 ('${names.bolt}', '${names.north}', 'bolt', 'Long bolt', 'part', 1.50, 0.125, 7, 9007199254740993, false, '2026-01-02T03:04:05.123456Z', '2030-12-31', 'P1DT2H', '${names.nobody}', 'https://example.com/bolt', '10.0.0.1', '{"a":{"b":[1,null]}}', '\\x00ff', '{x,"y z"}', 0.9, null, ${at(1)}, ${at(1)}),
 ('${names.saw}', '${names.north}', 'saw', 'Fine saw', 'tool', 20, null, 0, 0, true, null, null, null, null, null, null, null, null, '{}', null, '${names.bolt}', ${at(2)}, ${at(2)}),
 ('${names.nut}', '${names.south}', 'bolt', '${FOREIGN} nut', 'part', 3, null, 0, 0, false, null, null, null, null, null, null, null, null, '{}', null, null, ${at(3)}, ${at(3)});
insert into notes (id, organisation_id, product_id, author_id, body, created_at, updated_at) values
 ('${names.note}', '${names.north}', '${names.bolt}', '${names.nora}', 'Sells', ${at(1)}, ${at(1)}),
 ('${names.theirNote}', '${names.south}', '${names.nut}', '${names.sara}', '${FOREIGN} words', ${at(1)}, ${at(1)});
`

/** Nora buys and Nils sells in the north; Sara and Simon in the south. */
export const shopSetting: Setting = {
  blueprint,
  seed,
  names,
  actors: { nora: ['buyer'], nils: ['clerk'], sara: ['buyer'], simon: ['clerk'] },
}
