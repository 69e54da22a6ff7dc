import { type Scenario, scenarios } from './scenario.ts'
import { CANARY, sharingSetting } from './sharing.ts'

const shares = 'GET /v1/shares'

const found: readonly Scenario[] = [
  {
    name: 'anybody sees what is public, newest first',
    send: shares,
    expect: {
      status: 200,
      list: ['id', '{unicode}', '{bens}', '{open}'],
      body: { page: { next: null } },
      headers: { link: undefined, 'cache-control': 'private, no-cache' },
    },
  },
  {
    name: 'a follower sees more',
    as: 'ben',
    send: shares,
    expect: { status: 200, list: ['id', '{unicode}', '{bens}', '{friends}', '{open}'] },
  },
  {
    name: 'an owner sees all of its own',
    as: 'ada',
    send: shares,
    expect: { status: 200, list: ['id', '{unicode}', '{bens}', '{secret}', '{friends}', '{open}'] },
  },
  {
    name: 'a moderator sees everything',
    as: 'mod',
    send: shares,
    expect: { status: 200, list: ['id', '{unicode}', '{bens}', '{secret}', '{friends}', '{open}'] },
  },
  {
    name: 'reversed',
    as: 'ben',
    send: `${shares}?sort=createdAt`,
    expect: { status: 200, list: ['id', '{open}', '{friends}', '{bens}', '{unicode}'] },
  },
  {
    name: 'by a nullable key',
    as: 'mod',
    send: `${shares}?sort=-publishedAt&limit=3`,
    expect: { status: 200 },
  },
  {
    name: 'by id',
    send: `${shares}?sort=id`,
    expect: { status: 200, list: ['id', '{open}', '{bens}', '{unicode}'] },
  },
  {
    name: 'by id, reversed',
    send: `${shares}?sort=-id`,
    expect: { status: 200, list: ['id', '{unicode}', '{bens}', '{open}'] },
  },
  {
    name: 'of an owner',
    as: 'ben',
    send: `${shares}?owner={ada}`,
    expect: { status: 200, list: ['id', '{friends}', '{open}'] },
  },
  {
    name: 'of several owners',
    send: `${shares}?owner[in]={ada},{cyd}`,
    expect: { status: 200, list: ['id', '{unicode}', '{open}'] },
  },
  {
    name: 'not of an owner',
    send: `${shares}?owner[not]={ada}`,
    expect: { status: 200, list: ['id', '{unicode}', '{bens}'] },
  },
  {
    name: 'of one visibility',
    as: 'ada',
    send: `${shares}?visibility=private`,
    expect: { status: 200, list: ['id', '{secret}'] },
  },
  {
    name: 'of one visibility that is hidden',
    as: 'cyd',
    send: `${shares}?visibility=private`,
    expect: { status: 200, list: ['id'] },
  },
  {
    name: 'of two visibilities',
    as: 'ada',
    send: `${shares}?visibility[in]=private,followers`,
    expect: { status: 200, list: ['id', '{secret}', '{friends}'] },
  },
  {
    name: 'not of a visibility',
    as: 'ada',
    send: `${shares}?visibility[not]=public`,
    expect: { status: 200, list: ['id', '{secret}', '{friends}'] },
  },
  {
    name: 'a reference is never null',
    send: `${shares}?owner[null]=true`,
    expect: { status: 200, list: ['id'] },
  },
  {
    name: 'two filters at once',
    as: 'ada',
    send: `${shares}?owner={ada}&visibility=followers`,
    expect: { status: 200, list: ['id', '{friends}'] },
  },
  {
    name: 'only some fields',
    send: `${shares}?fields=title&limit=1`,
    expect: { status: 200, body: { data: [{ id: '{unicode}' }] }, without: 'visibility' },
  },
  {
    name: 'with includes',
    send: `${shares}?owner={ben}&include=owner,comments(limit:2),likes`,
    expect: {
      status: 200,
      body: { data: [{ owner: { handle: 'ben' }, comments: [], likes: 0 }] },
      without: CANARY,
    },
  },
  {
    name: 'counted exactly',
    as: 'ben',
    send: `${shares}?count=exact&limit=1`,
    expect: { status: 200, body: { count: { value: 4, exact: true } } },
  },
  {
    name: 'counted roughly',
    send: `${shares}?count=estimate`,
    expect: { status: 200, body: { count: { value: 3 } } },
  },
  {
    name: 'an empty page is counted too',
    send: `${shares}?count=exact&visibility=private`,
    expect: { status: 200, list: ['id'], body: { count: { value: 0, exact: true } } },
  },
  { name: 'searched', send: `${shares}?q=open`, expect: { status: 200 } },
  {
    name: 'searched for two words',
    send: `${shares}?q=open%20doors`,
    expect: { status: 200, list: ['id', '{open}'] },
  },
  {
    name: 'searched for what is hidden',
    as: 'ben',
    send: `${shares}?q=secret`,
    expect: { status: 200, list: ['id'] },
  },
  {
    name: 'searched by who may',
    as: 'ada',
    send: `${shares}?q=secret`,
    expect: { status: 200, list: ['id', '{secret}'] },
  },
  {
    name: 'searched and sorted',
    send: `${shares}?q=open&sort=createdAt`,
    expect: { status: 200, list: ['id', '{open}', '{bens}'] },
  },
  {
    name: 'a page with a next one',
    send: `${shares}?limit=2`,
    expect: {
      status: 200,
      list: ['id', '{unicode}', '{bens}'],
      headers: { link: /^<\/v1\/shares\?limit=2&after=[\w-]+>; rel="next"$/ },
    },
  },
  {
    name: 'lines',
    send: shares,
    headers: { accept: 'application/x-ndjson' },
    expect: {
      status: 200,
      headers: { 'content-type': 'application/x-ndjson' },
      says: 'Open windows',
    },
  },
  {
    name: 'lines of what may be read',
    as: 'ben',
    send: shares,
    headers: { accept: 'application/x-ndjson' },
    expect: { status: 200, without: 'Secret' },
  },
  { name: 'HEAD of a list', send: 'HEAD /v1/shares', expect: { status: 200 } },
  {
    name: 'HEAD of lines',
    send: 'HEAD /v1/shares',
    headers: { accept: 'application/x-ndjson' },
    expect: { status: 200, statements: 0 },
  },
  {
    name: 'comments of a share that is hidden are hidden',
    as: 'ben',
    send: 'GET /v1/comments',
    expect: { status: 200, list: ['id', '{adasComment}', '{comment}'] },
  },
  {
    name: 'comments of a share',
    as: 'ben',
    send: 'GET /v1/comments?share={open}',
    expect: { status: 200, list: ['id', '{adasComment}', '{comment}'] },
  },
  {
    name: 'comments of a hidden share',
    as: 'ben',
    send: 'GET /v1/comments?share={secret}',
    expect: { status: 200, list: ['id'] },
  },
  {
    name: 'comments of an own share',
    as: 'ada',
    send: 'GET /v1/comments?share={secret}',
    expect: { status: 200, list: ['id', '{hiddenComment}'] },
  },
  {
    name: 'items of a collection with a hidden share',
    as: 'cyd',
    send: 'GET /v1/collection-items?collection={listed}',
    expect: { status: 200, list: ['id', '{item}'] },
  },
  {
    name: 'users by handle',
    send: 'GET /v1/users',
    expect: { status: 200, list: ['handle', 'ada', 'ben', 'cyd', 'mod', 'root'], without: CANARY },
  },
]

scenarios('lists of sharing', sharingSetting, found)
