import type { Comparison, Predicate } from '../../../sql/predicate.ts'
import { allOf, FALSE, TRUE } from '../../../sql/predicate.ts'

/** More conjunctions than this are no longer multiplied out: the rule stays whole. */
const MAX_CONJUNCTIONS = 256

const OPPOSITE: Readonly<Record<Exclude<Comparison, 'in'>, Exclude<Comparison, 'in'>>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
}

/**
 * The predicate with `not` only before what cannot be turned around. Exact in three truth values: De Morgan
 * holds, and the opposite of a comparison is unknown where the comparison is.
 */
export function withoutNegation(predicate: Predicate): Predicate {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return { kind: predicate.kind, terms: predicate.terms.map(withoutNegation) }
    case 'not':
      return negated(predicate.term)
    case 'exists':
      return { ...predicate, where: withoutNegation(predicate.where) }
    case 'true':
    case 'false':
    case 'signedIn':
    case 'role':
    case 'compare':
    case 'count':
      return predicate
  }
}

function negated(term: Predicate): Predicate {
  switch (term.kind) {
    case 'true':
      return FALSE
    case 'false':
      return TRUE
    case 'not':
      return withoutNegation(term.term)
    case 'and':
      return { kind: 'or', terms: term.terms.map(negated) }
    case 'or':
      return { kind: 'and', terms: term.terms.map(negated) }
    case 'compare':
      if (term.op === 'in') return { kind: 'not', term }
      return { ...term, op: OPPOSITE[term.op] }
    case 'count':
      return { ...term, op: OPPOSITE[term.op] }
    case 'exists':
    case 'signedIn':
    case 'role':
      return { kind: 'not', term }
  }
}

/**
 * The conjunctions of which one must hold, as lists of terms; undefined where they are too many.
 * `exists` becomes one for each conjunction inside it, and what it asks of the actor alone moves out of it.
 */
export function conjunctions(predicate: Predicate): readonly (readonly Predicate[])[] | undefined {
  switch (predicate.kind) {
    case 'false':
      return []
    case 'true':
      return [[]]
    case 'or':
      return alternatives(predicate.terms)
    case 'and':
      return product(predicate.terms)
    case 'exists':
      return conjunctions(predicate.where)?.map((terms) => existsOf(predicate.table, terms))
    case 'compare':
    case 'count':
    case 'signedIn':
    case 'role':
    case 'not':
      return [[predicate]]
  }
}

function alternatives(terms: readonly Predicate[]): readonly (readonly Predicate[])[] | undefined {
  const found: (readonly Predicate[])[] = []
  for (const term of terms) {
    const branches = conjunctions(term)
    if (branches === undefined) return undefined
    found.push(...branches)
    if (found.length > MAX_CONJUNCTIONS) return undefined
  }
  return found
}

function product(terms: readonly Predicate[]): readonly (readonly Predicate[])[] | undefined {
  let found: readonly (readonly Predicate[])[] = [[]]
  for (const term of terms) {
    const branches = conjunctions(term)
    if (branches === undefined) return undefined
    if (found.length * branches.length > MAX_CONJUNCTIONS) return undefined
    found = found.flatMap((left) => branches.map((right) => [...left, ...right]))
  }
  return found
}

function existsOf(table: string, terms: readonly Predicate[]): readonly Predicate[] {
  const outside = terms.filter(isAboutActor)
  const inside = terms.filter((term) => !isAboutActor(term))
  return [...outside, { kind: 'exists', table, where: allOf(inside) }]
}

/** Decided without a row. */
export function isAboutActor(term: Predicate): boolean {
  if (term.kind === 'not') return isAboutActor(term.term)
  return term.kind === 'signedIn' || term.kind === 'role'
}
