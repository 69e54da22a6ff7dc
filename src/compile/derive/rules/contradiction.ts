import type { Predicate, Scalar, ScalarList } from '../../../sql/predicate.ts'
import { isNotNullTest, isNullTest, keyOf } from './scalar.ts'

type Comparison = Predicate & { kind: 'compare' }
type Constant = string | number | boolean

/** Of these types two constants are the same value exactly if they are written alike: `1.0` and `1` are one numeric. */
const COMPARABLE_TYPES = ['text', 'integer', 'boolean']

/** Whether the terms can never all be true, as far as constants and null tests tell. */
export function isContradiction(terms: readonly Predicate[]): boolean {
  if (terms.some((term) => term.kind === 'false')) return true
  const asked = new Set(terms.map(keyOf))
  if (terms.some((term) => term.kind === 'not' && asked.has(keyOf(term.term)))) return true
  const comparisons = terms.filter((term) => term.kind === 'compare')
  const groups = Map.groupBy(comparisons, ({ left }) => keyOf(left)).values()
  return [...groups].some((group) => isImpossible(group, excludedLists(terms, group)))
}

/** The terms without those that another one implies: `a = 1` needs no `a in (1, 2)` beside it. */
export function withoutImplied(terms: readonly Predicate[]): readonly Predicate[] {
  const distinct = [...new Map(terms.map((term) => [keyOf(term), term])).values()]
  const equalities = distinct.filter((term) => term.kind === 'compare' && isEquality(term))
  return distinct.filter(
    (term) =>
      !equalities.some((equality) => equality.kind === 'compare' && isImplied(term, equality)),
  )
}

function isEquality(comparison: Comparison): boolean {
  return equalTo(comparison) !== undefined
}

/** Whether the term holds wherever the scalar has the value that the equality gives it. */
function isImplied(term: Predicate, equality: Comparison): boolean {
  const value = equalTo(equality)
  const comparison = term.kind === 'not' ? term.term : term
  if (value === undefined || comparison.kind !== 'compare') return false
  if (comparison === equality || keyOf(comparison.left) !== keyOf(equality.left)) return false
  if (term.kind === 'not') return !(listed(comparison)?.includes(value) ?? true)
  if (isNotNullTest(comparison)) return true
  if (comparison.op === 'in') return listed(comparison)?.includes(value) ?? false
  const other = constant(comparison.right)
  return comparison.op === '<>' && other !== undefined && other !== value
}

/** The lists that terms `not (scalar in …)` keep the scalar of the group out of. */
function excludedLists(
  terms: readonly Predicate[],
  group: readonly Comparison[],
): readonly Constant[] {
  const scalars = new Set(group.map(({ left }) => keyOf(left)))
  return terms.flatMap((term) => {
    if (term.kind !== 'not' || term.term.kind !== 'compare') return []
    return scalars.has(keyOf(term.term.left)) ? (listed(term.term) ?? []) : []
  })
}

function isImpossible(comparisons: readonly Comparison[], excluded: readonly Constant[]): boolean {
  const tested = comparisons.some(isNullTest)
  if (tested && comparisons.some((comparison) => !isNullTest(comparison))) return true
  const without = [...excluded, ...forbidden(comparisons)]
  return allowed(comparisons)?.every((value) => without.includes(value)) ?? false
}

/** The constants that every equality and list admits; undefined: any. */
function allowed(comparisons: readonly Comparison[]): readonly Constant[] | undefined {
  return comparisons
    .map((comparison) => {
      const value = equalTo(comparison)
      return value === undefined ? listed(comparison) : [value]
    })
    .reduce<readonly Constant[] | undefined>(intersection, undefined)
}

function intersection(
  left: readonly Constant[] | undefined,
  right: readonly Constant[] | undefined,
): readonly Constant[] | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return left.filter((value) => right.includes(value))
}

function forbidden(comparisons: readonly Comparison[]): readonly Constant[] {
  return comparisons.flatMap(({ op, right }) => (op === '<>' ? (constant(right) ?? []) : []))
}

function equalTo(comparison: Comparison): Constant | undefined {
  return comparison.op === '=' ? constant(comparison.right) : undefined
}

function listed({ op, right }: Comparison): readonly Constant[] | undefined {
  if (op !== 'in' || right.kind !== 'list' || !COMPARABLE_TYPES.includes(right.type))
    return undefined
  return right.values
}

function constant(scalar: Scalar | ScalarList): Constant | undefined {
  if (scalar.kind !== 'literal' || !COMPARABLE_TYPES.includes(scalar.type)) return undefined
  return scalar.value ?? undefined
}
