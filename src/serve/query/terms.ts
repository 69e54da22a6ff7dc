import type { Predicate, Scalar } from '../../compile/design.ts'
import { allOf } from '../../sql/predicate.ts'
import type { Fixed } from './context.ts'

/** The terms of a conjunction. */
export function termsOf(predicate: Predicate): readonly Predicate[] {
  const all = allOf([predicate])
  return all.kind === 'and' ? all.terms : [all]
}

/** Whether a rule reads a column of the listed row whose value the filters leave open. */
export function dependsOnRow(predicate: Predicate, fixed: Fixed, depth = 0): boolean {
  switch (predicate.kind) {
    case 'true':
    case 'false':
    case 'signedIn':
    case 'role':
      return false
    case 'and':
    case 'or':
      return predicate.terms.some((term) => dependsOnRow(term, fixed, depth))
    case 'not':
      return dependsOnRow(predicate.term, fixed, depth)
    case 'exists':
    case 'count':
      return dependsOnRow(predicate.where, fixed, depth + 1)
    case 'compare': {
      const { left, right } = predicate
      const sides = right.kind === 'list' ? [left] : [left, right]
      return sides.some((side) => readsRow(side, fixed, depth))
    }
  }
}

/** Whether a scalar reads an open column of the row `depth` levels out. */
export function readsRow(scalar: Scalar, fixed: Fixed, depth: number): boolean {
  switch (scalar.kind) {
    case 'literal':
    case 'actor':
      return false
    case 'column':
      return scalar.up === depth && !fixed.has(scalar.column)
    case 'lookup':
      return readsRow(scalar.key, fixed, depth)
  }
}
