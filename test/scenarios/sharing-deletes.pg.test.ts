import { type Scenario, scenarios } from './scenario.ts'
import { sharingSetting } from './sharing.ts'

const deletes: readonly Scenario[] = [
  {
    name: 'by its owner',
    as: 'ada',
    send: 'DELETE /v1/shares/{secret}',
    expect: { status: 204, changed: ['shares', 'comments', 'collection_items'] },
  },
  {
    name: 'by a moderator',
    as: 'mod',
    send: 'DELETE /v1/shares/{bens}',
    expect: { status: 204, changed: ['shares'] },
  },
  {
    name: 'by another',
    as: 'cyd',
    send: 'DELETE /v1/shares/{open}',
    expect: { status: 403, code: 'ARC202' },
  },
  {
    name: 'by another who may not see it',
    as: 'cyd',
    send: 'DELETE /v1/shares/{secret}',
    expect: { status: 404, code: 'ARC301' },
  },
  {
    name: 'by anybody',
    send: 'DELETE /v1/shares/{open}',
    expect: { status: 401, code: 'ARC201', statements: 0 },
  },
  {
    name: 'what is gone',
    as: 'ada',
    first: [{ as: 'ada', send: 'DELETE /v1/shares/{open}' }],
    send: 'DELETE /v1/shares/{open}',
    expect: {
      status: 404,
      code: 'ARC301',
      changed: ['shares', 'likes', 'comments', 'collection_items'],
    },
  },
  {
    name: 'another version',
    as: 'ada',
    send: 'DELETE /v1/shares/{open}',
    headers: { 'if-match': '"3"' },
    expect: { status: 412, code: 'ARC302' },
  },
  {
    name: 'with a parameter',
    as: 'ada',
    send: 'DELETE /v1/shares/{open}?cascade=1',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'a comment by the owner of the share',
    as: 'ada',
    send: 'DELETE /v1/comments/{comment}',
    expect: { status: 204, changed: ['comments'] },
  },
]

scenarios('deletes', sharingSetting, deletes)
