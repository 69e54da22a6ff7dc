import { type Scenario, scenarios } from './scenario.ts'
import { sharingSetting } from './sharing.ts'
import { shopSetting } from './shop.ts'

const share = { url: 'https://example.com/x', title: 'New' }
const post = 'POST /v1/shares'
const key = (name: string): Record<string, string> => ({ 'idempotency-key': name })
const sent = { as: 'ada', send: post, headers: key('k1'), body: share }

const once: readonly Scenario[] = [
  {
    name: 'a key is kept',
    ...sent,
    expect: {
      status: 201,
      headers: { 'idempotency-replayed': undefined },
      changed: ['shares', 'idempotency'],
    },
  },
  {
    name: 'the same request is answered again',
    first: [sent],
    ...sent,
    expect: {
      status: 201,
      headers: { 'idempotency-replayed': 'true', etag: '"1"' },
      body: { title: 'New' },
      changed: ['shares', 'idempotency'],
    },
  },
  {
    name: 'another body under the key',
    first: [sent],
    ...sent,
    body: { ...share, title: 'Other' },
    expect: { status: 422, code: 'ARC111', changed: ['shares', 'idempotency'] },
  },
  {
    name: 'the key of another actor is another key',
    first: [sent],
    ...sent,
    as: 'ben',
    expect: {
      status: 201,
      body: { owner: '{ben}' },
      headers: { 'idempotency-replayed': undefined },
      changed: ['shares', 'idempotency'],
    },
  },
  {
    name: 'the key of another operation is another key',
    first: [sent],
    ...sent,
    send: 'POST /v1/collections',
    body: { name: 'C' },
    expect: { status: 201, changed: ['shares', 'collections', 'idempotency'] },
  },
  {
    name: 'a refusal is not kept',
    as: 'ada',
    send: post,
    headers: key('k2'),
    body: { title: 'x' },
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'a refusal of the database is not kept',
    as: 'ben',
    send: 'POST /v1/likes',
    headers: key('k3'),
    body: { share: '{open}' },
    expect: { status: 409, code: 'ARC303' },
  },
  {
    name: 'a key that is none',
    ...sent,
    headers: key('a b'),
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'a key of 256 characters',
    ...sent,
    headers: key('a'.repeat(256)),
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'a bulk is answered again',
    first: [{ ...sent, send: `${post}/bulk`, body: { items: [share] } }],
    ...sent,
    send: `${post}/bulk`,
    body: { items: [share] },
    expect: {
      status: 200,
      headers: { 'idempotency-replayed': 'true' },
      changed: ['shares', 'idempotency'],
    },
  },
]

const bulk: readonly Scenario[] = [
  {
    name: 'all of them',
    as: 'ada',
    send: `${post}/bulk`,
    body: { items: [share, { ...share, title: 'Two' }] },
    expect: {
      status: 200,
      body: {
        data: [
          { status: 201, body: { title: 'New' } },
          { status: 201, body: { title: 'Two' } },
        ],
      },
      changed: ['shares'],
    },
  },
  {
    name: 'with less of each',
    as: 'ada',
    send: `${post}/bulk?fields=title`,
    body: { items: [share] },
    expect: { status: 200, without: 'visibility', changed: ['shares'] },
  },
  {
    name: 'no parameter is ignored',
    as: 'ada',
    send: `${post}/bulk?x=1`,
    body: { items: [share] },
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'all or none, by a fault',
    as: 'ada',
    send: `${post}/bulk`,
    body: { items: [share, { title: 'x' }] },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['required /items/1/url'] },
  },
  {
    name: 'all or none, by a reference',
    as: 'ben',
    send: 'POST /v1/likes/bulk',
    body: { items: [{ share: '{bens}' }, { share: '{secret}' }] },
    expect: { status: 422, code: 'ARC102', faults: ['not-found /items/1/share'] },
  },
  {
    name: 'all or none, by a conflict',
    as: 'ben',
    send: 'POST /v1/likes/bulk',
    body: { items: [{ share: '{bens}' }, { share: '{open}' }] },
    expect: { status: 409, code: 'ARC303' },
  },
  {
    name: 'each alone',
    as: 'ben',
    send: 'POST /v1/likes/bulk',
    body: {
      mode: 'each',
      items: [{ share: '{bens}' }, { share: '{secret}' }, { share: '{open}' }, { x: 1 }],
    },
    expect: {
      status: 200,
      body: {
        data: [
          { status: 201 },
          {
            status: 422,
            problem: { code: 'ARC102', type: '/docs/errors#arc102', instance: '/v1/likes/bulk' },
          },
          { status: 409, problem: { code: 'ARC303' } },
          { status: 422, problem: { code: 'ARC102' } },
        ],
      },
      changed: ['likes'],
    },
  },
  {
    name: 'none at all',
    as: 'ada',
    send: `${post}/bulk`,
    body: { items: [] },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['too-short /items'] },
  },
  {
    name: '1,001 of them',
    as: 'ada',
    send: `${post}/bulk`,
    body: { items: Array.from({ length: 1001 }, () => share) },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['too-long /items'] },
  },
  {
    name: 'a mode that is none',
    as: 'ada',
    send: `${post}/bulk`,
    body: { mode: 'some', items: [share] },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['not-one-of /mode'] },
  },
  {
    name: 'a member that is none',
    as: 'ada',
    send: `${post}/bulk`,
    body: { item: [share] },
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'by anybody',
    send: `${post}/bulk`,
    body: { items: [share] },
    expect: { status: 401, code: 'ARC201', statements: 0 },
  },
  {
    name: 'more than the limit of a minute',
    as: 'cyd',
    send: `${post}/bulk`,
    body: { items: Array.from({ length: 31 }, () => share) },
    expect: { status: 429, code: 'ARC203', statements: 0, headers: { 'retry-after': /^\d+$/ } },
  },
]

const origin = { origin: 'https://app.example' }
const open = '/v1/shares/{open}'
const methods: readonly Scenario[] = [
  {
    name: 'OPTIONS of a list',
    send: 'OPTIONS /v1/shares',
    expect: { status: 204, statements: 0, headers: { allow: 'GET, HEAD, OPTIONS, POST' } },
  },
  {
    name: 'OPTIONS of a row',
    send: `OPTIONS ${open}`,
    expect: { status: 204, statements: 0, headers: { allow: 'DELETE, GET, HEAD, OPTIONS, PATCH' } },
  },
  {
    name: 'OPTIONS of nothing',
    send: 'OPTIONS /v1/nothing',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  ...['PUT', 'TRACE', 'PROPFIND', 'LOCK'].map(
    (method): Scenario => ({
      name: `${method} of a row`,
      send: `${method} ${open}`,
      expect: { status: 405, code: 'ARC103', statements: 0, headers: { allow: /PATCH/ } },
    }),
  ),
  {
    name: 'POST to a row',
    as: 'ada',
    send: `POST ${open}`,
    body: {},
    expect: { status: 405, code: 'ARC103', statements: 0 },
  },
  {
    name: 'another method by a header',
    send: `GET ${open}`,
    headers: { 'x-http-method-override': 'DELETE' },
    expect: { status: 200 },
  },
  {
    name: 'a path in capitals',
    send: 'GET /v1/Shares',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  {
    name: 'a path with a slash at its end',
    send: 'GET /v1/shares/',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  {
    name: 'a path with dots',
    send: 'GET /v1/shares/../users',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  {
    name: 'no version',
    send: 'GET /shares',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  {
    name: 'a preflight from where it may come',
    send: 'OPTIONS /v1/shares',
    headers: { ...origin, 'access-control-request-method': 'POST' },
    expect: {
      status: 204,
      statements: 0,
      headers: {
        'access-control-allow-origin': 'https://app.example',
        'access-control-allow-methods': /POST/,
        vary: /origin/i,
      },
    },
  },
  {
    name: 'a preflight from elsewhere',
    send: 'OPTIONS /v1/shares',
    headers: { origin: 'https://app.example.evil.org', 'access-control-request-method': 'POST' },
    expect: { status: 204, statements: 0, headers: { 'access-control-allow-origin': undefined } },
  },
  {
    name: 'an answer to an origin',
    send: `GET ${open}`,
    headers: origin,
    expect: { status: 200, headers: { 'access-control-allow-origin': 'https://app.example' } },
  },
  {
    name: 'a refusal to an origin',
    send: 'GET /v1/nothing',
    headers: origin,
    expect: {
      status: 404,
      code: 'ARC301',
      statements: 0,
      headers: { 'access-control-allow-origin': 'https://app.example' },
    },
  },
  {
    name: 'no origin at all',
    send: `GET ${open}`,
    headers: { origin: 'null' },
    expect: { status: 200, headers: { 'access-control-allow-origin': undefined } },
  },
  {
    name: 'the id of the request',
    send: `GET ${open}`,
    headers: { 'x-request-id': 'abc-123_X' },
    expect: { status: 200, headers: { 'x-request-id': 'abc-123_X' } },
  },
  {
    name: 'an id that is none',
    send: `GET ${open}`,
    headers: { 'x-request-id': 'a b<c>' },
    expect: { status: 200, headers: { 'x-request-id': /^[\w-]{1,64}$/ } },
  },
  {
    name: 'the time of each stage',
    send: `GET ${open}`,
    expect: {
      status: 200,
      headers: {
        'server-timing': /authenticate;dur=.*plan;dur=.*parse;dur=.*query;dur=.*respond;dur=/,
      },
    },
  },
  {
    name: 'headers of safety',
    send: 'GET /v1/nothing',
    expect: {
      status: 404,
      code: 'ARC301',
      statements: 0,
      headers: {
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': /default-src 'none'/,
        server: undefined,
        'x-powered-by': undefined,
      },
    },
  },
  {
    name: 'a token that is none',
    send: `GET ${open}`,
    headers: { authorization: 'Bearer abc' },
    expect: {
      status: 401,
      code: 'ARC204',
      statements: 0,
      headers: { 'www-authenticate': /invalid_token/ },
    },
  },
  {
    name: 'a password',
    send: `GET ${open}`,
    headers: { authorization: 'Basic YTpi' },
    expect: { status: 401, code: 'ARC204', statements: 0 },
  },
  {
    name: 'limits say how much is left',
    as: 'ben',
    send: 'POST /v1/follows',
    body: { followee: '{cyd}' },
    expect: {
      status: 201,
      headers: { ratelimit: /r=59/, 'ratelimit-policy': /q=60/ },
      changed: ['follows'],
    },
  },
]

const v1 = {
  deprecation: '@1793491200',
  sunset: 'Mon, 01 Nov 2027 00:00:00 GMT',
  link: /<\/v2>; rel="successor-version"/,
}
const match = { 'if-match': '"1"' }
const versions: readonly Scenario[] = [
  {
    name: 'the old one has its own names',
    as: 'nora',
    send: 'GET /v1/products/{bolt}',
    expect: { status: 200, body: { headline: 'Long bolt' }, headers: v1, without: '"title"' },
  },
  {
    name: 'and not what came later',
    as: 'nora',
    send: 'GET /v1/products/{bolt}',
    expect: { status: 200, without: 'warranty' },
  },
  {
    name: 'the new one has the new names',
    as: 'nora',
    send: 'GET /v2/products/{bolt}',
    expect: {
      status: 200,
      body: { title: 'Long bolt' },
      headers: { deprecation: undefined, sunset: undefined, link: undefined },
      without: 'headline',
    },
  },
  {
    name: 'a list in the old names',
    as: 'nora',
    send: 'GET /v1/products?fields=headline',
    expect: { status: 200, list: ['headline', 'Fine saw', 'Long bolt'], headers: v1 },
  },
  {
    name: 'a page of the old one has both links',
    as: 'nora',
    send: 'GET /v1/products?limit=1',
    expect: { status: 200, headers: { link: /rel="next", <\/v2>; rel="successor-version"/ } },
  },
  {
    name: 'a field of today is unknown then',
    as: 'nora',
    send: 'GET /v1/products?fields=title',
    expect: { status: 400, code: 'ARC101', statements: 0, says: 'headline' },
  },
  {
    name: 'a filter of today is unknown then',
    as: 'nora',
    send: 'GET /v1/products?warranty=P1D',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'a resource of today is missing then',
    as: 'nora',
    send: 'GET /v1/notes',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  {
    name: 'a create in the old names',
    as: 'nora',
    send: 'POST /v1/products',
    body: { sku: 'nail', headline: 'Nail', price: '1', tags: [] },
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['unknown-field /tags'] },
  },
  {
    name: 'a create in the old names without what is required today',
    as: 'nora',
    send: 'POST /v1/products',
    body: { sku: 'nail', headline: 'Nail', price: '1' },
    expect: { status: 422, code: 'ARC102' },
  },
  {
    name: 'a change in the old names',
    as: 'nora',
    send: 'PATCH /v1/products/{bolt}',
    body: { headline: 'B' },
    headers: match,
    expect: { status: 200, body: { headline: 'B' }, headers: v1, changed: ['products'] },
  },
  {
    name: 'a change in the names of today',
    as: 'nora',
    send: 'PATCH /v1/products/{bolt}',
    body: { title: 'B' },
    headers: match,
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['unknown-field /title'] },
  },
  {
    name: 'an operation in the old names',
    as: 'nora',
    send: 'PATCH /v1/products/{bolt}',
    headers: { ...match, 'content-type': 'application/json-patch+json' },
    body: [{ op: 'replace', path: '/headline', value: 'B' }],
    expect: { status: 200, body: { headline: 'B' }, changed: ['products'] },
  },
  {
    name: 'an operation in the names of today',
    as: 'nora',
    send: 'PATCH /v1/products/{bolt}',
    headers: { ...match, 'content-type': 'application/json-patch+json' },
    body: [{ op: 'replace', path: '/title', value: 'B' }],
    expect: { status: 422, code: 'ARC102', statements: 0 },
  },
  {
    name: 'a fault in the old names',
    as: 'nora',
    send: 'PATCH /v1/products/{bolt}',
    body: { headline: 5 },
    headers: match,
    expect: { status: 422, code: 'ARC102', statements: 0, faults: ['wrong-type /headline'] },
  },
  {
    name: 'a refusal of the old one says its age',
    as: 'nora',
    send: 'GET /v1/products/{nobody}',
    expect: { status: 404, code: 'ARC301', headers: v1 },
  },
]

scenarios('idempotency keys', sharingSetting, once)
scenarios('many at once', sharingSetting, bulk)
scenarios('methods, origins, fields of the head', sharingSetting, methods)
scenarios('versions side by side', shopSetting, versions)
