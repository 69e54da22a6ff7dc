import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Action, AnyAction } from './action.ts'
import type { EventSchemas } from './context.ts'
import type { RowExpression, RowItself, Rule } from './expression.ts'
import type { RuleExpression } from './rule.ts'
import type { FieldName, Row, Shapes } from './values.ts'

/** A value of a row that is computed when it is read. */
export interface Computed<T> {
  readonly kind: 'count' | 'exists' | 'sum' | 'expr'
  readonly result?: T
}

/** How many rows there are: a computed field, or with a bound a rule. */
export interface Count extends Computed<number> {
  readonly kind: 'count'
  atLeast(rows: number): Rule
  atMost(rows: number): Rule
  is(rows: number): Rule
}

/** Whether there is a row: a computed field and a rule. */
export type Exists = Extract<RuleExpression, { readonly kind: 'exists' }>

/** `stored`: kept in a column of its own, changed in the transaction that changes what it counts. */
export interface ComputedOptions {
  readonly stored?: boolean
}

/** The words in which a resource says who may and what follows from its rows. */
export interface Words<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  K extends keyof R & string,
  Role extends string,
> {
  /** The row that is asked for. */
  readonly row: RowExpression<R, K>
  /** Who asks. A comparison with the actor never holds for the anonymous. */
  readonly actor: RowExpression<R, A>
  readonly everyone: Rule
  readonly signedIn: Rule
  readonly nobody: Rule
  /** The actor has one of the roles. */
  role(...anyOf: readonly Role[]): Rule
  any(...terms: readonly Rule[]): Rule
  all(...terms: readonly Rule[]): Rule
  not(term: Rule): Rule
  /** There is a row of `resource` for which `where` holds. */
  exists<T extends keyof R & string>(resource: T, where: (row: RowExpression<R, T>) => Rule): Exists
  /** Rows of `resource` for which `where` holds. As a computed field: those that the actor may read. */
  count<T extends keyof R & string>(
    resource: T,
    where: (row: RowExpression<R, T>) => Rule,
    options?: ComputedOptions,
  ): Count
  /** The sum of a field over rows of `resource`. */
  sum<T extends keyof R & string>(
    resource: T,
    field: FieldName<R, T>,
    where: (row: RowExpression<R, T>) => Rule,
  ): Computed<number>
  /** A value computed from the row by code. */
  expr<T>(compute: (row: Row<R, K>) => T): Computed<T>
  /** The actor may read the row that the reference points to. */
  readable(row: RowItself<R, keyof R & string>): Rule
  /** A domain verb. */
  action<I extends StandardSchemaV1, O>(definition: Action<R, A, E, K, I, O>): AnyAction
}
