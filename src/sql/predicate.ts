/** A comparison of SQL. `in` takes a list on its right. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in'

/**
 * A rule compiled against a table: data, to become SQL, a policy of PostgreSQL, prose or a row of the test matrix.
 * Three-valued as SQL is: a comparison with null is unknown, and an unknown rule admits no row.
 */
export type Predicate =
  | { readonly kind: 'true' | 'false' }
  /** Decided without a row, from the actor alone. */
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'role'; readonly anyOf: readonly string[] }
  | {
      readonly kind: 'compare'
      readonly left: Scalar
      readonly op: Comparison
      readonly right: Scalar | ScalarList
    }
  | { readonly kind: 'exists'; readonly table: string; readonly where: Predicate }
  | {
      readonly kind: 'count'
      readonly table: string
      readonly where: Predicate
      readonly op: Exclude<Comparison, 'in'>
      readonly value: number
    }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Predicate[] }
  | { readonly kind: 'not'; readonly term: Predicate }

export type Scalar =
  /** `type` is the SQL type that it is cast to: `uuid`, `text`, `timestamptz`. */
  | {
      readonly kind: 'literal'
      readonly value: string | number | boolean | null
      readonly type: string
    }
  /** The actor's id; null for the anonymous one. */
  | { readonly kind: 'actor' }
  /** `up` counts outwards: 0 is the row of the innermost `exists` (or of the table itself), 1 the row around it. */
  | { readonly kind: 'column'; readonly column: string; readonly up: number }
  /** `(select column from table where id = key)`: a path over a reference, or a field of the actor's own row. */
  | {
      readonly kind: 'lookup'
      readonly table: string
      readonly key: Scalar
      readonly column: string
    }

export interface ScalarList {
  readonly kind: 'list'
  readonly values: readonly (string | number | boolean)[]
  readonly type: string
}

export const TRUE: Predicate = { kind: 'true' }
export const FALSE: Predicate = { kind: 'false' }

/** All of `terms`; of none it is true. Constants are folded, nested conjunctions flattened. */
export function allOf(terms: readonly Predicate[]): Predicate {
  const flat = terms.flatMap((term) => (term.kind === 'and' ? term.terms : [term]))
  if (flat.some((term) => term.kind === 'false')) return FALSE
  const rest = flat.filter((term) => term.kind !== 'true')
  const [only] = rest
  if (only === undefined) return TRUE
  return rest.length === 1 ? only : { kind: 'and', terms: rest }
}

/** Any of `terms`; of none it is false. Constants are folded, nested disjunctions flattened. */
export function anyOf(terms: readonly Predicate[]): Predicate {
  const flat = terms.flatMap((term) => (term.kind === 'or' ? term.terms : [term]))
  if (flat.some((term) => term.kind === 'true')) return TRUE
  const rest = flat.filter((term) => term.kind !== 'false')
  const [only] = rest
  if (only === undefined) return FALSE
  return rest.length === 1 ? only : { kind: 'or', terms: rest }
}
