import { type Scenario, scenarios } from './scenario.ts'
import { FOREIGN, shopSetting } from './shop.ts'

/** Rows of the south, by the resource that a request asks. */
const THEIRS: readonly (readonly [path: string, id: string, patch: unknown])[] = [
  ['organisations', '{south}', { name: 'x' }],
  ['members', '{sara}', { email: 'x@example.com' }],
  ['products', '{nut}', { title: 'x' }],
  ['notes', '{theirNote}', { body: 'x' }],
]
const match = { 'if-match': '*' }
const hidden = { status: 404, code: 'ARC301', without: FOREIGN }

/** Every way to name one row of another tenant, by an owner of rights and by one without. */
const rows: readonly Scenario[] = ['nora', 'nils'].flatMap((as) =>
  THEIRS.flatMap(([path, id, patch]): Scenario[] => {
    const at = `/v2/${path}/${id}`
    const closed = path === 'organisations' || (path === 'products' && as === 'nils')
    const writes =
      path === 'organisations' ? { status: 405, code: 'ARC103', statements: 0 } : hidden
    const removes =
      path === 'organisations' || path === 'members'
        ? { status: 405, code: 'ARC103', statements: 0 }
        : closed
          ? { status: 403, code: 'ARC202', statements: 0 }
          : hidden
    return [
      { name: `${as} reads ${path}`, as, send: `GET ${at}`, expect: hidden },
      { name: `${as} asks about ${path}`, as, send: `HEAD ${at}`, expect: { status: 404 } },
      {
        name: `${as} knows a version of ${path}`,
        as,
        send: `GET ${at}`,
        headers: { 'if-none-match': '"1"' },
        expect: hidden,
      },
      { name: `${as} includes from ${path}`, as, send: `GET ${at}?fields=id`, expect: hidden },
      {
        name: `${as} changes ${path}`,
        as,
        send: `PATCH ${at}`,
        body: patch,
        headers: match,
        expect: writes,
      },
      {
        name: `${as} changes a version of ${path}`,
        as,
        send: `PATCH ${at}`,
        body: patch,
        headers: { 'if-match': '"7"' },
        expect: writes,
      },
      { name: `${as} deletes ${path}`, as, send: `DELETE ${at}`, headers: match, expect: removes },
    ]
  }),
)

const fresh = { sku: 'nail', title: 'Nail', price: '2.5', tags: [] }
const post = 'POST /v2/products'
const foreign = (name: string): string => `not-found /${name}`

const references: readonly Scenario[] = [
  {
    name: 'a successor of the south',
    as: 'nora',
    send: post,
    body: { ...fresh, successor: '{nut}' },
    expect: { status: 422, code: 'ARC102', faults: [foreign('successor')], without: FOREIGN },
  },
  {
    name: 'no successor says the same',
    as: 'nora',
    send: post,
    body: { ...fresh, successor: '{nobody}' },
    expect: { status: 422, code: 'ARC102', faults: [foreign('successor')] },
  },
  {
    name: 'a change to a successor of the south',
    as: 'nora',
    send: 'PATCH /v2/products/{bolt}',
    headers: match,
    body: { successor: '{nut}' },
    expect: { status: 422, code: 'ARC102', faults: [foreign('successor')] },
  },
  {
    name: 'an operation to a successor of the south',
    as: 'nora',
    send: 'PATCH /v2/products/{bolt}',
    headers: { ...match, 'content-type': 'application/json-patch+json' },
    body: [{ op: 'replace', path: '/successor', value: '{nut}' }],
    expect: { status: 422, code: 'ARC102', faults: [foreign('successor')] },
  },
  {
    name: 'a note on a product of the south',
    as: 'nils',
    send: 'POST /v2/notes',
    body: { product: '{nut}', body: 'x' },
    expect: { status: 422, code: 'ARC102', faults: [foreign('product')] },
  },
  {
    name: 'a bulk of notes, one on the south',
    as: 'nils',
    send: 'POST /v2/notes/bulk',
    body: {
      items: [
        { product: '{bolt}', body: 'x' },
        { product: '{nut}', body: 'x' },
      ],
    },
    expect: { status: 422, code: 'ARC102', faults: ['not-found /items/1/product'] },
  },
  {
    name: 'a tenant in the body',
    as: 'nora',
    send: post,
    body: { ...fresh, organisation: '{south}' },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['not-writable /organisation'] },
  },
  {
    name: 'its own tenant in the body',
    as: 'nora',
    send: post,
    body: { ...fresh, organisation: '{north}' },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['not-writable /organisation'] },
  },
  {
    name: 'a tenant in an item',
    as: 'nora',
    send: `${post}/bulk`,
    body: { items: [{ ...fresh, organisation: '{south}' }] },
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'a tenant in a change',
    as: 'nora',
    send: 'PATCH /v2/products/{bolt}',
    headers: match,
    body: { organisation: '{south}' },
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'a member that moves',
    as: 'nora',
    send: 'PATCH /v2/members/{nora}',
    body: { organisation: '{south}' },
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'a tenant in an operation',
    as: 'nora',
    send: 'PATCH /v2/products/{bolt}',
    headers: { ...match, 'content-type': 'application/json-patch+json' },
    body: [{ op: 'replace', path: '/organisation', value: '{south}' }],
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'a tenant in the head',
    as: 'nora',
    send: 'GET /v2/products',
    headers: { 'x-tenant': '{south}', 'x-organisation-id': '{south}' },
    expect: { status: 200, list: ['sku', 'saw', 'bolt'], without: FOREIGN },
  },
  {
    name: 'a tenant in the query',
    as: 'nora',
    send: 'GET /v2/products?organisation={south}',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'a sku that the south has',
    as: 'nora',
    send: post,
    body: { ...fresh, sku: 'nut' },
    expect: { status: 201, body: { organisation: '{north}' }, changed: ['products'] },
  },
  {
    name: 'a sku that the north has, in the south',
    as: 'sara',
    send: post,
    body: { ...fresh, sku: 'saw' },
    expect: { status: 201, body: { organisation: '{south}' }, changed: ['products'] },
  },
  {
    name: 'a bulk goes to the tenant of the actor',
    as: 'sara',
    send: `${post}/bulk`,
    body: { items: [{ ...fresh, sku: 'saw' }] },
    expect: {
      status: 200,
      body: { data: [{ status: 201, body: { organisation: '{south}' } }] },
      changed: ['products'],
    },
  },
  {
    name: 'a note goes to the tenant of the actor',
    as: 'simon',
    send: 'POST /v2/notes',
    body: { product: '{nut}', body: 'x' },
    expect: {
      status: 201,
      body: { organisation: '{south}', author: '{simon}' },
      changed: ['notes'],
    },
  },
  {
    name: 'an actor without a row has no tenant',
    as: 'nobody',
    send: 'POST /v2/notes',
    body: { product: '{bolt}', body: 'x' },
    expect: { status: 403, code: 'ARC202' },
  },
  {
    name: 'an actor without a row reads nothing',
    as: 'nobody',
    send: 'GET /v2/products',
    expect: { status: 200, list: ['sku'] },
  },
  {
    name: 'a key of the south is another key',
    as: 'nora',
    first: [{ as: 'sara', send: post, headers: { 'idempotency-key': 'same' }, body: fresh }],
    send: post,
    headers: { 'idempotency-key': 'same' },
    body: fresh,
    expect: {
      status: 201,
      body: { organisation: '{north}' },
      headers: { 'idempotency-replayed': undefined },
      changed: ['products', 'idempotency'],
    },
  },
]

const lists: readonly Scenario[] = [
  ...['organisations', 'members', 'products', 'notes'].flatMap((path): Scenario[] => [
    {
      name: `${path} of the north alone`,
      as: 'nils',
      send: `GET /v2/${path}?count=exact`,
      expect: { status: 200, without: FOREIGN },
    },
    {
      name: `lines of ${path} of the north alone`,
      as: 'nils',
      send: `GET /v2/${path}`,
      headers: { accept: 'application/x-ndjson' },
      expect: { status: 200, without: FOREIGN },
    },
    {
      name: `${path} by id, of the north alone`,
      as: 'nora',
      send: `GET /v2/${path}?sort=id&limit=100`,
      expect: { status: 200, without: FOREIGN },
    },
  ]),
  {
    name: 'searched for what the south has',
    as: 'nora',
    send: `GET /v2/products?q=${FOREIGN}`,
    expect: { status: 200, list: ['id'] },
  },
  {
    name: 'counted without the south',
    as: 'nora',
    send: 'GET /v2/products?count=exact',
    expect: { status: 200, body: { count: { value: 2 } } },
  },
  {
    name: 'filtered by a row of the south',
    as: 'nora',
    send: 'GET /v2/notes?product={nut}',
    expect: { status: 200, list: ['id'] },
  },
  {
    name: 'filtered by a member of the south',
    as: 'nora',
    send: 'GET /v2/notes?author[in]={sara},{nora}',
    expect: { status: 200, list: ['id', '{note}'] },
  },
  {
    name: 'by a sku of both',
    as: 'nora',
    send: 'GET /v2/products?sku=bolt',
    expect: { status: 200, list: ['id', '{bolt}'] },
  },
  {
    name: 'all that the tenant itself includes',
    as: 'nora',
    send: 'GET /v2/notes?include=product(include:successor),author,organisation',
    expect: { status: 200, without: FOREIGN },
  },
]

scenarios('a row of another tenant', shopSetting, rows)
scenarios('references and writes across tenants', shopSetting, references)
scenarios('lists within a tenant', shopSetting, lists)
