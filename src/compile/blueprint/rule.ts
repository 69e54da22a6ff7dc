import type { SourcePlace } from '../../std/finding.ts'

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in'

/**
 * A path from a row over references to a field. `variable` says whose row: 0 is the row that the rule is
 * about, 1 the row of the first `exists` or `count` inside it, and so on. No fields: the row itself (its id).
 */
export interface RulePath {
  readonly variable: number
  readonly fields: readonly string[]
}

export type RuleOperand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly values: readonly (string | number | boolean)[] }
  /** A field of the actor's own row; no fields: the actor itself (its id). */
  | { readonly kind: 'actor'; readonly fields: readonly string[] }
  | { readonly kind: 'path'; readonly path: RulePath }

/** Who may, as the author said it: data, with the place it was said at. */
export type RuleExpression =
  | { readonly kind: 'everyone' | 'signedIn' | 'nobody'; readonly place: SourcePlace }
  | { readonly kind: 'role'; readonly anyOf: readonly string[]; readonly place: SourcePlace }
  | {
      readonly kind: 'compare'
      readonly path: RulePath
      readonly op: Comparison
      readonly value: RuleOperand
      readonly place: SourcePlace
    }
  | {
      readonly kind: 'exists'
      readonly resource: string
      /** The variable that stands for its rows. */
      readonly variable: number
      readonly where: RuleExpression
      readonly place: SourcePlace
    }
  | {
      readonly kind: 'count'
      readonly resource: string
      readonly variable: number
      readonly where: RuleExpression
      readonly op: Exclude<Comparison, 'in'>
      readonly value: number
      readonly place: SourcePlace
    }
  /** The row that a reference points to may be read by the actor: the read rule of its resource. */
  | { readonly kind: 'readable'; readonly path: RulePath; readonly place: SourcePlace }
  | {
      readonly kind: 'any' | 'all'
      readonly terms: readonly RuleExpression[]
      readonly place: SourcePlace
    }
  | { readonly kind: 'not'; readonly term: RuleExpression; readonly place: SourcePlace }
