import { expect, test } from 'vitest'
import type { Predicate } from '../../compile/design.ts'
import { factored } from './factor.ts'

const column = (name: string, up: number) => ({ kind: 'column' as const, column: name, up })
const link: Predicate = {
  kind: 'compare',
  left: column('id', 0),
  op: '=',
  right: column('share_id', 1),
}
const owned: Predicate = {
  kind: 'compare',
  left: column('owner_id', 0),
  op: '=',
  right: { kind: 'actor' },
}
const open: Predicate = {
  kind: 'compare',
  left: column('visibility', 0),
  op: '=',
  right: { kind: 'literal', value: 'public', type: 'text' },
}
const share = (...terms: Predicate[]): Predicate => ({
  kind: 'exists',
  table: 'shares',
  where: { kind: 'and', terms: [link, ...terms] },
})
const either = share({ kind: 'or', terms: [owned, open] })

test('two questions about the same row become one', () => {
  expect(factored([share(owned), share(open)])).toEqual([either])
})

test('conditions beside them must be the same', () => {
  const apart: readonly Predicate[] = [{ kind: 'and', terms: [open, share(owned)] }, share(open)]
  expect(factored(apart)).toEqual(apart)
})

test('other tables, and questions about no row in particular, stay apart', () => {
  const apart: readonly Predicate[] = [
    share(owned),
    { kind: 'exists', table: 'likes', where: { kind: 'and', terms: [link, open] } },
    { kind: 'exists', table: 'shares', where: open },
    owned,
  ]
  expect(factored(apart)).toEqual(apart)
})

test('a product of two questions becomes two', () => {
  const role = (name: string): Predicate => ({ kind: 'role', anyOf: [name] })
  const both = (a: Predicate, b: Predicate): Predicate => ({ kind: 'and', terms: [a, b] })
  const found = factored([
    both(share(owned), role('a')),
    both(share(open), role('a')),
    both(share(owned), role('b')),
  ])
  expect(found).toHaveLength(2)
})
