import { type Scenario, scenarios } from './scenario.ts'
import { CANARY, sharingSetting } from './sharing.ts'

const one: readonly Scenario[] = [
  {
    name: 'a public share is there for anybody',
    send: 'GET /v1/shares/{open}',
    expect: {
      status: 200,
      body: {
        id: '{open}',
        title: 'Open doors',
        owner: '{ada}',
        version: 1,
        publishedAt: '2026-01-01T00:00:01.000001Z',
      },
      headers: {
        etag: '"1"',
        'last-modified': 'Thu, 01 Jan 2026 00:00:01 GMT',
        'content-type': 'application/json',
        'cache-control': 'private, no-cache',
        vary: /accept, authorization/i,
      },
    },
  },
  {
    name: 'a share for followers is there for one',
    as: 'ben',
    send: 'GET /v1/shares/{friends}',
    expect: { status: 200 },
  },
  {
    name: 'a share for followers is missing for others',
    as: 'cyd',
    send: 'GET /v1/shares/{friends}',
    expect: { status: 404, code: 'ARC301' },
  },
  {
    name: 'a share for followers is missing for anybody',
    send: 'GET /v1/shares/{friends}',
    expect: { status: 404, code: 'ARC301' },
  },
  {
    name: 'a private share is there for its owner',
    as: 'ada',
    send: 'GET /v1/shares/{secret}',
    expect: { status: 200 },
  },
  {
    name: 'a private share is there for a moderator',
    as: 'mod',
    send: 'GET /v1/shares/{secret}',
    expect: { status: 200 },
  },
  {
    name: 'a private share is missing for a follower',
    as: 'ben',
    send: 'GET /v1/shares/{secret}',
    expect: { status: 404, code: 'ARC301', without: 'Secret' },
  },
  {
    name: 'a share that does not exist is missing',
    as: 'ben',
    send: 'GET /v1/shares/{nobody}',
    expect: { status: 404, code: 'ARC301' },
  },
  {
    name: 'a malformed id is missing without a look',
    send: 'GET /v1/shares/101',
    expect: { status: 404, code: 'ARC301', statements: 0 },
  },
  {
    name: 'a hidden row answers nothing to If-None-Match',
    as: 'ben',
    send: 'GET /v1/shares/{secret}',
    headers: { 'if-none-match': '"1"' },
    expect: { status: 404, code: 'ARC301' },
  },
  {
    name: 'a known version is not sent again',
    send: 'GET /v1/shares/{open}',
    headers: { 'if-none-match': '"1"' },
    expect: {
      status: 304,
      headers: { etag: '"1"', 'content-type': undefined, 'content-length': undefined },
    },
  },
  {
    name: 'a weak tag is compared weakly',
    send: 'GET /v1/shares/{open}',
    headers: { 'if-none-match': 'W/"1", "9"' },
    expect: { status: 304 },
  },
  {
    name: 'any version is known to a star',
    send: 'GET /v1/shares/{open}',
    headers: { 'if-none-match': '*' },
    expect: { status: 304 },
  },
  {
    name: 'another version is sent',
    send: 'GET /v1/shares/{open}',
    headers: { 'if-none-match': '"2"' },
    expect: { status: 200 },
  },
  {
    name: 'HEAD is GET without a body',
    send: 'HEAD /v1/shares/{open}',
    expect: { status: 200, headers: { etag: '"1"', 'content-length': /\d+/ } },
  },
  {
    name: 'HEAD of a hidden row is missing',
    as: 'ben',
    send: 'HEAD /v1/shares/{secret}',
    expect: { status: 404 },
  },
  {
    name: 'a private field is not there for others',
    as: 'ben',
    send: 'GET /v1/users/{ada}',
    expect: { status: 200, without: CANARY },
  },
  {
    name: 'a private field is not there for anybody',
    send: 'GET /v1/users/{ada}',
    expect: { status: 200, without: CANARY },
  },
  {
    name: 'the field rule opens it to the row itself',
    as: 'ada',
    send: 'GET /v1/users/{ada}',
    expect: { status: 200, body: { email: `${CANARY}-ada@example.com` } },
  },
  {
    name: 'the field rule opens it to an admin',
    as: 'root',
    send: 'GET /v1/users/{ada}',
    expect: { status: 200, body: { email: `${CANARY}-ada@example.com` } },
  },
  {
    name: 'fields are what was asked for',
    send: 'GET /v1/shares/{open}?fields=title',
    expect: { status: 200, body: { id: '{open}', title: 'Open doors' }, without: 'visibility' },
  },
  {
    name: 'an unknown field is named',
    send: 'GET /v1/shares/{open}?fields=titel',
    expect: {
      status: 400,
      code: 'ARC101',
      statements: 0,
      faults: ['unknown fields'],
      says: 'title',
    },
  },
  {
    name: 'a field of the database is no field',
    send: 'GET /v1/shares/{open}?fields=owner_id',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'a private field is no field for anybody',
    send: 'GET /v1/users/{ada}?fields=email',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'an included row stands in place of its id',
    send: 'GET /v1/shares/{open}?include=owner',
    expect: { status: 200, body: { owner: { id: '{ada}', handle: 'ada' } }, without: CANARY },
  },
  {
    name: 'included rows are those that may be read',
    as: 'ben',
    send: 'GET /v1/collections/{listed}?include=collectionItems(limit:5)',
    expect: { status: 200, body: { collectionItems: [{ id: '{item}' }] }, without: '{hiddenItem}' },
  },
  {
    name: 'computed fields are counted under the rules',
    as: 'ben',
    send: 'GET /v1/collections/{listed}?include=items',
    expect: { status: 200, body: { items: 1 } },
  },
  {
    name: 'computed fields count all for who may read all',
    as: 'ada',
    send: 'GET /v1/collections/{listed}?include=items',
    expect: { status: 200, body: { items: 2 } },
  },
  {
    name: 'computed fields speak of the actor',
    as: 'ben',
    send: 'GET /v1/shares/{open}?include=likes,likedByMe',
    expect: { status: 200, body: { likes: 1, likedByMe: true } },
  },
  {
    name: 'and of nobody',
    send: 'GET /v1/shares/{open}?include=likes,likedByMe',
    expect: { status: 200, body: { likes: 1, likedByMe: false } },
  },
  {
    name: 'nested includes are nested',
    send: 'GET /v1/shares/{open}?include=comments(limit:1,sort:-createdAt,include:author)',
    expect: {
      status: 200,
      body: { comments: [{ id: '{adasComment}', author: { handle: 'ada' } }] },
    },
  },
  {
    name: 'an unknown include is named',
    send: 'GET /v1/shares/{open}?include=coments',
    expect: { status: 400, code: 'ARC101', statements: 0, says: 'comments' },
  },
  {
    name: 'parentheses must match',
    send: 'GET /v1/shares/{open}?include=comments(limit:1',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'includes nest three deep at most',
    send: 'GET /v1/shares/{open}?include=comments(include:share(include:comments(include:author)))',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'an include has at most 50 rows',
    send: 'GET /v1/shares/{open}?include=comments(limit:51)',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'an unknown parameter is refused by name',
    send: 'GET /v1/shares/{open}?fieldz=id',
    expect: { status: 400, code: 'ARC101', statements: 0, faults: ['unknown fieldz'] },
  },
  {
    name: 'another type is not acceptable',
    send: 'GET /v1/shares/{open}',
    headers: { accept: 'text/html' },
    expect: { status: 406, code: 'ARC104', statements: 0 },
  },
  {
    name: 'unicode comes back as it is',
    send: 'GET /v1/shares/{unicode}',
    expect: { status: 200, body: { title: 'Žluťoučký 🐎 "quoted" \\ back' } },
  },
]

scenarios('one row of sharing', sharingSetting, one)
