import { allOf, type Predicate } from '../../../sql/predicate.ts'
import type { FieldPolicy, Who } from '../../design.ts'
import { isContradiction, withoutImplied } from './contradiction.ts'
import { conjunctions, isAboutActor, withoutNegation } from './normal-form.ts'
import { isNullTest, keyOf, needsActor } from './scalar.ts'
import { EVERYBODY, includesWho, isNobody } from './who.ts'

/** More branches than this cost more to plan and to merge than they save: the rule stays whole. */
export const MAX_BRANCHES = 16

/** One way to be permitted. */
export type Branch = FieldPolicy

interface Parts {
  readonly who: Who
  readonly terms: readonly Predicate[]
}

/**
 * The branches of which one must hold, none inside another; a rule with too many of them is one branch.
 * A row is permitted by a branch exactly where the whole predicate is true.
 */
export function splitPredicate(predicate: Predicate): readonly Branch[] {
  const plain = withoutNegation(predicate)
  const lists = conjunctions(plain)
  if (lists === undefined) return [{ who: EVERYBODY, permitted: plain }]
  const parts = lists.flatMap(partsOf)
  const kept = parts.filter((part, at) => !parts.some((other, i) => subsumes(other, part, i < at)))
  if (kept.length > MAX_BRANCHES) return [{ who: EVERYBODY, permitted: plain }]
  return kept.map(({ who, terms }) => ({ who, permitted: allOf(terms) }))
}

function partsOf(list: readonly Predicate[]): readonly Parts[] {
  const terms = withoutImplied(list.filter((term) => !isWhoTerm(term)))
  if (isContradiction(list)) return []
  const who = whoOf(list)
  return isNobody(who) ? [] : [{ who, terms }]
}

/** What `Who` can say. That one must *not* be signed in, it cannot: the term stays with the row. */
function isWhoTerm(term: Predicate): boolean {
  if (term.kind === 'not') return term.term.kind === 'role'
  return isAboutActor(term)
}

function whoOf(list: readonly Predicate[]): Who {
  const roles = list.flatMap((term) => (term.kind === 'role' ? [term.anyOf] : []))
  const without = list.flatMap((term) =>
    term.kind === 'not' && term.term.kind === 'role' ? term.term.anyOf : [],
  )
  return {
    signedIn: roles.length > 0 || list.some(impliesSignedIn),
    roles: distinct(roles, String),
    without: distinct(without, String),
  }
}

/** Whether the term is never true for an anonymous caller: a comparison with its missing id is unknown. */
export function impliesSignedIn(term: Predicate): boolean {
  switch (term.kind) {
    case 'signedIn':
    case 'role':
      return true
    case 'compare':
      return !isNullTest(term) && (needsActor(term.left) || needsActor(term.right))
    case 'exists':
      return impliesSignedIn(term.where)
    case 'and':
      return term.terms.some(impliesSignedIn)
    case 'or':
      return term.terms.every(impliesSignedIn)
    case 'not':
      return term.term.kind === 'compare' && impliesSignedIn(term.term)
    case 'true':
    case 'false':
    case 'count':
      return false
  }
}

/** Whether `wide` admits all that `narrow` admits; of two equal ones the earlier does. */
function subsumes(wide: Parts, narrow: Parts, isEarlier: boolean): boolean {
  if (wide === narrow) return false
  return isWithin(narrow, wide) && (isEarlier || !isWithin(wide, narrow))
}

function isWithin(narrow: Parts, wide: Parts): boolean {
  const asked = new Set(narrow.terms.map(keyOf))
  return includesWho(wide.who, narrow.who) && wide.terms.every((term) => asked.has(keyOf(term)))
}

function distinct<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [key(value), value])).values()]
}
