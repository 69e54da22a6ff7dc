import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isAmong, judge, type World } from '../../../../test/naive-predicate.ts'
import { caller, predicate, tables } from '../../../../test/random-rules.ts'
import type { Predicate, Scalar } from '../../../sql/predicate.ts'
import { MAX_BRANCHES, splitPredicate } from './split.ts'

const column = (name: string, up = 0): Scalar => ({ kind: 'column', column: name, up })
const text = (value: string | null): Scalar => ({ kind: 'literal', value, type: 'text' })
const equals = (left: Scalar, right: Scalar): Predicate => ({
  kind: 'compare',
  left,
  op: '=',
  right,
})
const state = (value: string): Predicate => equals(column('state'), text(value))
const and = (...terms: readonly Predicate[]): Predicate => ({ kind: 'and', terms })
const or = (...terms: readonly Predicate[]): Predicate => ({ kind: 'or', terms })
const not = (term: Predicate): Predicate => ({ kind: 'not', term })
const mine = equals(column('owner'), { kind: 'actor' })
const moderator: Predicate = { kind: 'role', anyOf: ['moderator'] }

const EVERYBODY = { signedIn: false, roles: [], without: [] }

function admittedBySplit(rule: Predicate, world: World): readonly unknown[] {
  const branches = splitPredicate(rule)
  return (world.tables['docs'] ?? []).filter((row) =>
    branches.some(
      ({ who, permitted }) => isAmong(who, world.actor) && judge(permitted, [row], world) === true,
    ),
  )
}

test('the branches admit exactly the rows that the rule admits', () => {
  fc.assert(
    fc.property(predicate(), caller, tables, (rule, actor, data) => {
      const world = { actor, tables: data }
      const whole = (data['docs'] ?? []).filter((row) => judge(rule, [row], world) === true)
      expect(admittedBySplit(rule, world)).toEqual(whole)
    }),
    { numRuns: 4000, seed: 7 },
  )
})

test('a branch that forgets its terms is noticed', () => {
  const widened = fc.property(predicate(), caller, tables, (rule, actor, data) => {
    const world = { actor, tables: data }
    const whole = (data['docs'] ?? []).filter((row) => judge(rule, [row], world) === true)
    const branches = splitPredicate(rule)
    const admitted = branches.some(({ who }) => isAmong(who, actor)) ? (data['docs'] ?? []) : []
    return admitted.length === whole.length
  })
  expect(fc.check(widened, { numRuns: 4000, seed: 7 }).failed).toBe(true)
})

describe('branches', () => {
  test('owner, role and a public state are three branches, each with its callers', () => {
    expect(splitPredicate(or(mine, moderator, state('public')))).toEqual([
      { who: { ...EVERYBODY, signedIn: true }, permitted: mine },
      {
        who: { ...EVERYBODY, signedIn: true, roles: [['moderator']] },
        permitted: { kind: 'true' },
      },
      { who: EVERYBODY, permitted: state('public') },
    ])
  })

  test('a choice inside exists becomes two, and what it asks of the actor moves out', () => {
    const inner = or(and(moderator, state('a')), state('b'))
    expect(splitPredicate({ kind: 'exists', table: 'follows', where: inner })).toEqual([
      {
        who: { ...EVERYBODY, signedIn: true, roles: [['moderator']] },
        permitted: { kind: 'exists', table: 'follows', where: state('a') },
      },
      { who: EVERYBODY, permitted: { kind: 'exists', table: 'follows', where: state('b') } },
    ])
  })

  const gone: readonly (readonly [string, Predicate])[] = [
    ['two values of one column', and(state('a'), state('b'))],
    ['a value that is excluded', and(state('a'), not(state('a')))],
    [
      'a value outside a list',
      and(state('a'), {
        kind: 'compare',
        left: column('state'),
        op: 'in',
        right: { kind: 'list', values: ['b'], type: 'text' },
      }),
    ],
    [
      'a value inside an excluded list',
      and(
        state('a'),
        not({
          kind: 'compare',
          left: column('state'),
          op: 'in',
          right: { kind: 'list', values: ['a'], type: 'text' },
        }),
      ),
    ],
    ['null and a value', and(equals(column('state'), text(null)), state('a'))],
    ['a role and its absence', and(moderator, not(moderator))],
    ['nobody', { kind: 'false' }],
  ]
  test.each(gone)('%s leave no branch', (_, rule) => {
    expect(splitPredicate(rule)).toEqual([])
  })

  test('numbers written differently are not taken for different values', () => {
    const amount = (value: string): Predicate =>
      equals(column('amount'), { kind: 'literal', value, type: 'numeric(18,6)' })
    expect(splitPredicate(and(amount('1'), amount('1.0')))).toHaveLength(1)
  })

  test('a branch inside another one is dropped', () => {
    expect(splitPredicate(or(and(state('a'), mine), state('a')))).toEqual([
      { who: EVERYBODY, permitted: state('a') },
    ])
  })

  test('is null does not make the caller sign in, because it is true for an anonymous one', () => {
    const team: Scalar = { kind: 'lookup', table: 'users', key: { kind: 'actor' }, column: 'team' }
    expect(splitPredicate(equals(team, text(null)))[0]?.who.signedIn).toBe(false)
    expect(splitPredicate(equals(team, text('a')))[0]?.who.signedIn).toBe(true)
  })

  test('a rule with more branches than are worth it stays whole', () => {
    const wide = or(...Array.from({ length: MAX_BRANCHES + 1 }, (_, n) => state(`s${n}`)))
    expect(splitPredicate(wide)).toEqual([{ who: EVERYBODY, permitted: wide }])
  })

  test('a rule that would multiply without end stays whole', () => {
    const pair = (n: number): Predicate =>
      or(equals(column(`a${n}`), text('x')), equals(column(`b${n}`), text('x')))
    const wide = and(...Array.from({ length: 40 }, (_, n) => pair(n)))
    expect(splitPredicate(wide)).toHaveLength(1)
  })
})
