import {
  type Blueprint,
  int,
  oneOf,
  password,
  ref,
  schema,
  text,
} from '../../src/compile/blueprint/blueprint.ts'
import { type Scenario, scenarios } from './scenario.ts'
import type { Setting } from './world.ts'

/** Names that SQL or our own statements use themselves. */
const s = schema({
  identity: 'user',
  resources: {
    user: { handle: text().max(20).unique() },
    member: { user: ref('user').onDelete('cascade'), group: ref('group').onDelete('cascade') },
    group: { name: text().max(20) },
    order: {
      group: ref('group').onDelete('cascade'),
      user: ref('user').setBy('actor').onDelete('cascade'),
      key: text().max(20).searchable(),
      keys: text().max(20).optional(),
      position: int(),
      rank: int(),
      total: int().optional(),
      item: text().max(20).optional(),
      input: text().max(20).optional(),
      at: int().optional(),
      select: oneOf('from', 'where').default('from'),
      c0: int().optional(),
      v0: int().optional(),
      rowId: text().max(20).optional(),
      free: int().optional(),
      actor: text().max(20).optional(),
    },
  },
})

const user = s.resource.user(({ everyone }) => ({ scale: { rows: 10 }, allow: { read: everyone } }))
const group = s.resource.group(({ everyone }) => ({
  scale: { rows: 10 },
  allow: { read: everyone },
}))
const member = s.resource.member(({ everyone }) => ({
  scale: { rows: 10 },
  allow: { read: everyone },
  unique: [['user', 'group']],
}))
const order = s.resource.order(({ row, actor, any, exists, all }) => ({
  scale: { rows: 1000 },
  allow: {
    read: any(
      row.user.is(actor),
      exists('member', (one) => all(one.user.is(actor), one.group.is(row.group))),
    ),
    create: row.user.is(actor),
    update: row.user.is(actor),
    delete: row.user.is(actor),
  },
  list: { filter: ['group', 'select'], sort: ['key', '-rank', 'position'], search: ['key'] },
}))

const blueprint: Blueprint = s.backend({
  name: 'awkward',
  parts: [user, group, member, order],
  auth: { login: [password()], signUp: 'open', sessions: 'token', mfa: 'optional', origins: [] },
})

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const names = { ada: id(1), ben: id(2), group: id(3), one: id(11), two: id(12), three: id(13) }
const setting: Setting = {
  blueprint,
  names,
  actors: { ada: [], ben: [] },
  seed: `
insert into users (id, handle) values ('${names.ada}', 'ada'), ('${names.ben}', 'ben');
insert into groups (id, name) values ('${names.group}', 'g');
insert into members (id, user_id, group_id) values ('${id(4)}', '${names.ben}', '${names.group}');
insert into orders (id, group_id, user_id, key, position, rank) values
 ('${names.one}', '${names.group}', '${names.ada}', 'b word', 1, 3), ('${names.two}', '${names.group}', '${names.ada}', 'a word', 3, 1), ('${names.three}', '${names.group}', '${names.ben}', 'c', 2, 2);`,
}

const list = 'GET /v1/orders'
const body = {
  group: '{group}',
  key: 'd',
  position: 4,
  rank: 4,
  total: 1,
  item: 'i',
  input: 'n',
  at: 1,
  c0: 1,
  v0: 1,
  rowId: 'r',
  free: 1,
  actor: 'x',
  keys: 'k',
}
const rows: readonly Scenario[] = [
  ...['ada', 'ben'].flatMap((as): Scenario[] => [
    {
      name: `${as} by key`,
      as,
      send: `${list}?limit=2`,
      expect: {
        status: 200,
        list: ['id', ...(as === 'ada' ? ['{two}', '{one}'] : ['{two}', '{one}'])],
      },
    },
    { name: `${as} by rank`, as, send: `${list}?sort=-rank`, expect: { status: 200 } },
    {
      name: `${as} by position`,
      as,
      send: `${list}?sort=position&group={group}`,
      expect: { status: 200 },
    },
    {
      name: `${as} by position, reversed`,
      as,
      send: `${list}?sort=-position&select=from`,
      expect: { status: 200 },
    },
    { name: `${as} searches`, as, send: `${list}?q=word`, expect: { status: 200 } },
    {
      name: `${as} counts`,
      as,
      send: `${list}?count=exact&include=group,user`,
      expect: { status: 200 },
    },
    {
      name: `${as} streams`,
      as,
      send: list,
      headers: { accept: 'application/x-ndjson' },
      expect: { status: 200 },
    },
    {
      name: `${as} creates`,
      as,
      send: 'POST /v1/orders',
      body,
      expect: { status: 201, body, changed: ['orders'] },
    },
    {
      name: `${as} creates once`,
      as,
      send: 'POST /v1/orders',
      headers: { 'idempotency-key': 'k' },
      body,
      expect: { status: 201, body, changed: ['orders', 'idempotency'] },
    },
    {
      name: `${as} creates many`,
      as,
      send: 'POST /v1/orders/bulk',
      body: { items: [body, { ...body, position: 5 }] },
      expect: {
        status: 200,
        body: { data: [{ body }, { body: { position: 5 } }] },
        changed: ['orders'],
      },
    },
    {
      name: `${as} creates many, each alone`,
      as,
      send: 'POST /v1/orders/bulk',
      headers: { 'idempotency-key': 'k' },
      body: { mode: 'each', items: [body, { key: 5 }] },
      expect: { status: 200, changed: ['orders', 'idempotency'] },
    },
  ]),
  {
    name: 'ada changes',
    as: 'ada',
    send: 'PATCH /v1/orders/{one}',
    body: { key: 'z', position: 9, rank: 9, select: 'where' },
    expect: {
      status: 200,
      body: { key: 'z', position: 9, rank: 9, select: 'where' },
      changed: ['orders'],
    },
  },
  {
    name: 'ada deletes',
    as: 'ada',
    send: 'DELETE /v1/orders/{one}',
    expect: { status: 204, changed: ['orders'] },
  },
]

scenarios('names that SQL uses itself', setting, rows)
