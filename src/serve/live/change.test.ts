import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, coalesce, fromPayload, toPayloads } from './change.ts'

const ID = '0190d6f0-0000-7000-8000-000000000001'
const change = (kind: Change['kind'], id = ID): Change => ({
  resource: 'share',
  id,
  kind,
})
const changes = fc.array(
  fc.record({
    resource: fc.string(),
    id: fc.uuid(),
    kind: fc.constantFrom('created', 'updated', 'deleted'),
  }),
  { maxLength: 400 },
)

test('what is printed is read back, and every payload fits into a NOTIFY', () => {
  fc.assert(
    fc.property(changes, (all) => {
      const payloads = toPayloads(all)
      const read = payloads.map(fromPayload)
      expect(read.flatMap((each) => (each.kind === 'changes' ? each.changes : []))).toEqual(all)
      expect(Math.max(0, ...payloads.map((text) => Buffer.byteLength(text)))).toBeLessThan(8000)
    }),
  )
})

test.each([
  [['created', 'updated'], 'created'],
  [['updated', 'updated'], 'updated'],
  [['created', 'deleted'], 'deleted'],
  [['deleted', 'created'], 'created'],
] as const)('%j together are %s', (kinds, expected) => {
  const all = kinds.map((kind) => change(kind))
  expect(coalesce(all)).toEqual([change(expected)])
})

test.each([
  '',
  '{',
  '{}',
  'null',
  '[1]',
  '[["share"]]',
  '[["share","1","x"]]',
  '[["share","1","c",1]]',
  '"gap"',
])('a payload nobody of ours has written is a gap: %s', (payload) => {
  expect(fromPayload(payload)).toEqual({ kind: 'gap' })
})
