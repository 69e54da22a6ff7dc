import type { AnyField, Field, FieldKind, Reference } from './field.ts'
import type { RuleExpression } from './rule.ts'
import type { Id, Shapes } from './values.ts'

/** Who may. `Rule` alone always means that. */
export type Rule = RuleExpression

declare const held: unique symbol

type OrderedKind = 'int' | 'bigint' | 'decimal' | 'money' | 'timestamp' | 'date' | 'duration'
type OpaqueKind = 'json' | 'bytes' | 'array'

/** What every field of a row can be asked in a rule. */
export interface NullTest {
  isNull(): Rule
  isNotNull(): Rule
}

/** A field of a row in a rule. */
export interface Value<T> extends NullTest {
  readonly [held]: T
  is(value: T | Value<T>): Rule
  not(value: T | Value<T>): Rule
  in(values: readonly T[]): Rule
}

/** A field whose values have an order. */
export interface OrderedValue<T> extends Value<T> {
  before(value: T | Value<T>): Rule
  after(value: T | Value<T>): Rule
  atLeast(value: T | Value<T>): Rule
  atMost(value: T | Value<T>): Rule
}

/** A row in a rule: its fields, and the row itself (its id). */
export type RowExpression<R extends Shapes, K extends keyof R & string> = {
  readonly [F in keyof R[K]]: FieldExpression<R, R[K][F]>
} & RowItself<R, K>

/** A row as a whole: another row is compared with it by id. */
export interface RowItself<R extends Shapes, K extends keyof R & string> extends NullTest {
  readonly [held]: Id<K>
  readonly id: Value<Id<K>>
  readonly createdAt: OrderedValue<Date>
  readonly updatedAt: OrderedValue<Date>
  readonly version: OrderedValue<number>
  is(row: RowItself<R, K> | Value<Id<K>> | Id<K>): Rule
  not(row: RowItself<R, K> | Value<Id<K>> | Id<K>): Rule
  in(ids: readonly Id<K>[]): Rule
}

type FieldExpression<R extends Shapes, F extends AnyField> =
  F extends Reference<infer To, boolean, boolean, boolean>
    ? To extends keyof R & string
      ? RowExpression<R, To>
      : never
    : F extends Field<infer K, infer T, boolean, boolean>
      ? ScalarExpression<K, T>
      : never

type ScalarExpression<K extends FieldKind, T> = K extends OrderedKind
  ? OrderedValue<T>
  : K extends OpaqueKind
    ? NullTest
    : Value<T>
