import type { Predicate } from '../../compile/design.ts'
import { allOf, anyOf } from '../../sql/predicate.ts'
import { termsOf } from './terms.ts'

/**
 * The same disjunction in fewer terms: `exists (share … A)` and `exists (share … B)` over the same row become
 * `exists (share … A or B)`, which is looked up once, and which PostgreSQL can join because it is no `or`.
 */
export function factored(branches: readonly Predicate[]): readonly Predicate[] {
  for (const [i, branch] of branches.entries()) {
    for (const [j, other] of branches.entries()) {
      const both = j > i ? united(branch, other) : undefined
      if (both !== undefined) {
        return factored([...branches.filter((_, k) => k !== i && k !== j), both])
      }
    }
  }
  return branches
}

/** Two conjunctions that differ in one `exists` of the same row as one; undefined for any others. */
function united(a: Predicate, b: Predicate): Predicate | undefined {
  const others = partsOf(b)
  for (const { key, rest, exists, residual } of partsOf(a)) {
    const twin = others.find((part) => part.key === key)
    if (twin === undefined) continue
    const where = allOf([...exists.links, anyOf([residual, twin.residual])])
    return allOf([...rest, { kind: 'exists', table: exists.table, where }])
  }
  return undefined
}

interface Part {
  /** Equal where two parts speak of the same row under the same other conditions. */
  readonly key: string
  readonly rest: readonly Predicate[]
  readonly exists: { readonly table: string; readonly links: readonly Predicate[] }
  readonly residual: Predicate
}

/** Each `exists` of a conjunction, apart from the other terms. */
function partsOf(branch: Predicate): readonly Part[] {
  const terms = termsOf(branch)
  return terms.flatMap((term): Part[] => {
    if (term.kind !== 'exists') return []
    const rest = terms.filter((other) => other !== term)
    const inner = termsOf(term.where)
    const links = inner.filter(isLink)
    if (links.length === 0) return []
    const residual = allOf(inner.filter((one) => !links.includes(one)))
    const key = JSON.stringify([rest, term.table, links])
    return [{ key, rest, exists: { table: term.table, links }, residual }]
  })
}

/** `inner.column = outer.column`. */
function isLink(term: Predicate): boolean {
  if (term.kind !== 'compare' || term.op !== '=') return false
  const { left, right } = term
  return left.kind === 'column' && right.kind === 'column' && left.up !== right.up
}
