import { type Scenario, scenarios } from './scenario.ts'
import { sharingSetting } from './sharing.ts'

const share = { url: 'https://example.com/x', title: 'New' }
const post = 'POST /v1/shares'

const creates: readonly Scenario[] = [
  {
    name: 'a share is made',
    as: 'ada',
    send: post,
    body: share,
    expect: {
      status: 201,
      body: { title: 'New', owner: '{ada}', visibility: 'private', version: 1, note: null },
      headers: { location: /^\/v1\/shares\/[0-9a-f-]{36}$/, etag: '"1"' },
      changed: ['shares'],
    },
  },
  {
    name: 'its answer is what was asked for',
    as: 'ada',
    send: `${post}?fields=title`,
    body: share,
    expect: { status: 201, without: 'visibility', says: 'New', changed: ['shares'] },
  },
  {
    name: 'its answer includes',
    as: 'ada',
    send: `${post}?include=owner,likes,comments`,
    body: share,
    expect: {
      status: 201,
      body: { owner: { handle: 'ada' }, likes: 0, comments: [] },
      changed: ['shares'],
    },
  },
  {
    name: 'no parameter is ignored',
    as: 'ada',
    send: `${post}?dryRun=true`,
    body: share,
    expect: { status: 400, code: 'ARC101', statements: 0, faults: ['unknown dryRun'] },
  },
  {
    name: 'unknown fields of an answer are refused before anything is made',
    as: 'ada',
    send: `${post}?fields=titel`,
    body: share,
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'unicode is kept',
    as: 'ada',
    send: post,
    body: { ...share, title: 'Žluťoučký 🐎 \u2028 \\ "' },
    expect: { status: 201, body: { title: 'Žluťoučký 🐎 \u2028 \\ "' }, changed: ['shares'] },
  },
  {
    name: 'SQL is a text like any other',
    as: 'ada',
    send: post,
    body: { ...share, title: "'); drop table shares; --" },
    expect: { status: 201, body: { title: "'); drop table shares; --" }, changed: ['shares'] },
  },
  {
    name: 'anybody is asked to sign in',
    send: post,
    body: share,
    expect: {
      status: 401,
      code: 'ARC201',
      statements: 0,
      headers: { 'www-authenticate': /^Bearer/ },
    },
  },
  {
    name: 'a like of a visible share',
    as: 'cyd',
    send: 'POST /v1/likes',
    body: { share: '{bens}' },
    expect: { status: 201, changed: ['likes'] },
  },
  {
    name: 'a like of a hidden share',
    as: 'cyd',
    send: 'POST /v1/likes',
    body: { share: '{secret}' },
    expect: { status: 422, code: 'ARC102', faults: ['not-found /share'] },
  },
  {
    name: 'a like of no share says the same',
    as: 'cyd',
    send: 'POST /v1/likes',
    body: { share: '{nobody}' },
    expect: { status: 422, code: 'ARC102', faults: ['not-found /share'] },
  },
  {
    name: 'a second like',
    as: 'ben',
    send: 'POST /v1/likes',
    body: { share: '{open}' },
    expect: { status: 409, code: 'ARC303' },
  },
  {
    name: 'an item in the collection of another',
    as: 'ben',
    send: 'POST /v1/collection-items',
    body: { collection: '{listed}', share: '{bens}', position: 'c' },
    expect: { status: 403, code: 'ARC202' },
  },
  {
    name: 'a comment by an actor without a row',
    as: 'nobody',
    send: 'POST /v1/comments',
    body: { share: '{open}', body: 'x' },
    expect: { status: 403, code: 'ARC202' },
  },
  {
    name: 'users are not made here',
    as: 'ada',
    send: 'POST /v1/users',
    body: {},
    expect: { status: 405, code: 'ARC103', statements: 0, headers: { allow: /GET/ } },
  },
]

scenarios('creates', sharingSetting, creates)
