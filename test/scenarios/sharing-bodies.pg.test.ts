import { type Scenario, scenarios } from './scenario.ts'
import { sharingSetting } from './sharing.ts'

const share = { url: 'https://example.com/x', title: 'New' }
const post = 'POST /v1/shares'
const patch = 'PATCH /v1/shares/{open}'

const wrong = (name: string, body: unknown, faults: readonly string[]): Scenario => ({
  name,
  as: 'ada',
  send: post,
  body,
  expect: { status: 422, code: 'ARC102', statements: 0, faults },
})

const bodies: readonly Scenario[] = [
  wrong('a missing field', { url: share.url }, ['required /title']),
  wrong('two missing fields', {}, ['required /title', 'required /url']),
  wrong('an unknown field', { ...share, titel: 'x' }, ['unknown-field /titel']),
  wrong('a number for a text', { ...share, title: 5 }, ['wrong-type /title']),
  wrong('null where none may be', { ...share, title: null }, ['not-null /title']),
  wrong('an empty title', { ...share, title: '' }, ['too-short /title']),
  wrong('a title of 201 characters', { ...share, title: 'a'.repeat(201) }, ['too-long /title']),
  wrong('a value that is none', { ...share, visibility: 'secret' }, ['not-one-of /visibility']),
  wrong('an address that is none', { ...share, url: 'nowhere' }, ['format /url']),
  wrong('a script for an address', { ...share, url: 'javascript:alert(1)' }, ['format /url']),
  wrong('a field of the server', { ...share, publishedAt: '2026-01-01T00:00:00Z' }, [
    'not-writable /publishedAt',
  ]),
  wrong('a field that the actor is', { ...share, owner: '{ben}' }, ['not-writable /owner']),
  wrong('an id of its own', { ...share, id: '{nobody}' }, ['not-writable /id']),
  wrong('a version of its own', { ...share, version: 7 }, ['not-writable /version']),
  wrong('a time of its own', { ...share, createdAt: '2026-01-01T00:00:00Z' }, [
    'not-writable /createdAt',
  ]),
  wrong('a column of the database', { ...share, owner_id: '{ben}' }, ['unknown-field /owner_id']),
  wrong('a list for the body', [share], ['wrong-type ']),
  wrong('a text for the body', '"x"', ['wrong-type ']),
  wrong('null for the body', 'null', ['not-null ']),
  wrong('a NUL', { ...share, title: 'a\u0000b' }, ['format /title', 'pattern /title']),
  wrong('half a surrogate', '{"url":"https://example.com","title":"\\ud800"}', ['format /title']),
  wrong('three faults at once', { title: 5, visibility: 'x' }, [
    'wrong-type /title',
    'not-one-of /visibility',
    'required /url',
  ]),
]

const bytes = (name: string, body: string, says?: string): Scenario => ({
  name,
  as: 'ada',
  send: post,
  body,
  expect: { status: 400, code: 'ARC101', statements: 0, ...(says ? { says } : {}) },
})

const malformed: readonly Scenario[] = [
  bytes('no bytes at all', ''),
  bytes('half an object', '{"title":'),
  bytes('a trailing comma', '{"title":"x",}'),
  bytes('single quotes', "{'title':'x'}"),
  bytes('two values', '{} {}'),
  bytes('a member twice', '{"title":"a","title":"b"}', '/title'),
  bytes('a prototype', '{"__proto__":{"admin":true}}'),
  bytes('a constructor', '{"constructor":{}}'),
  bytes('33 levels', `${'['.repeat(33)}${']'.repeat(33)}`),
  bytes('1,001 keys', `{${Array.from({ length: 1001 }, (_, i) => `"k${i}":1`).join()}}`),
  bytes('a mark of byte order', '\ufeff{}'),
  {
    name: 'too many bytes',
    as: 'ada',
    send: post,
    body: `"${'a'.repeat(1_048_577)}"`,
    expect: { status: 413, code: 'ARC105', statements: 0 },
  },
  {
    name: 'another media type',
    as: 'ada',
    send: post,
    body: share,
    headers: { 'content-type': 'text/plain' },
    expect: {
      status: 415,
      code: 'ARC107',
      statements: 0,
      headers: { 'accept-post': /application\/json/ },
    },
  },
  {
    name: 'a form',
    as: 'ada',
    send: post,
    body: 'title=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    expect: { status: 415, code: 'ARC107', statements: 0 },
  },
  {
    name: 'no media type',
    as: 'ada',
    send: post,
    body: share,
    headers: { 'content-type': '' },
    expect: { status: 415, code: 'ARC107', statements: 0 },
  },
  {
    name: 'a compressed body',
    as: 'ada',
    send: post,
    body: share,
    headers: { 'content-encoding': 'gzip' },
    expect: { status: 415, code: 'ARC107', statements: 0 },
  },
  {
    name: 'plain JSON for a patch',
    as: 'ada',
    send: patch,
    body: {},
    headers: { 'content-type': 'application/json' },
    expect: {
      status: 415,
      code: 'ARC107',
      statements: 0,
      headers: { 'accept-patch': /merge-patch/ },
    },
  },
  {
    name: 'an answer in another type',
    as: 'ada',
    send: post,
    body: share,
    headers: { accept: 'text/html' },
    expect: { status: 406, code: 'ARC104', statements: 0 },
  },
]

scenarios('bodies that break the schema', sharingSetting, bodies)
scenarios('bytes that are no body', sharingSetting, malformed)
