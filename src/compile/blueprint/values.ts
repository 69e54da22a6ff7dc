import type { AnyField, Field, FieldKind, Reference } from './field.ts'

declare const brand: unique symbol

/** The id of a row of resource `K`: a UUID that cannot be taken for the id of another resource. */
export type Id<K extends string> = string & { readonly [brand]: K }

/** The fields of one resource, as phase one names them. */
export type Shape = Readonly<Record<string, AnyField>>

/** All resources, as phase one names them. */
export type Shapes = Readonly<Record<string, Shape>>

/** Refuses a reference to a resource that is not there. */
export type KnownReferences<R extends Shapes> = {
  readonly [K in keyof R]: {
    readonly [F in keyof R[K]]: R[K][F] extends Reference<infer To, boolean, boolean, boolean>
      ? To extends keyof R
        ? R[K][F]
        : Reference<Extract<keyof R, string>>
      : R[K][F]
  }
}

type ValueOf<F> =
  F extends Reference<infer To, infer Nullable, boolean, boolean>
    ? Nullable extends true
      ? Id<To> | null
      : Id<To>
    : F extends Field<FieldKind, infer T, boolean, boolean>
      ? T
      : never

type IsGiven<F> =
  F extends Reference<string, boolean, infer G, boolean>
    ? G
    : F extends Field<FieldKind, unknown, infer G, boolean>
      ? G
      : false

type IsClosed<F> =
  F extends Reference<string, boolean, boolean, infer C>
    ? C
    : F extends Field<FieldKind, unknown, boolean, infer C>
      ? C
      : false

/** What every row has. */
export interface SystemFields<K extends string> {
  readonly id: Id<K>
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly version: number
}

/** A row as custom code reads it. */
export type Row<R extends Shapes, K extends keyof R & string> = SystemFields<K> & {
  readonly [F in keyof R[K]]: ValueOf<R[K][F]>
}

type Writing<S> = {
  readonly [F in keyof S as IsGiven<S[F]> extends true ? never : F]: ValueOf<S[F]>
} & {
  readonly [F in keyof S as IsGiven<S[F]> extends true ? F : never]?: ValueOf<S[F]>
}

/** What server code may write. */
export type Insert<R extends Shapes, K extends keyof R> = Writing<R[K]>

/** What a client may send: no field that belongs to the server. */
export type ClientInsert<R extends Shapes, K extends keyof R> = Writing<{
  readonly [F in keyof R[K] as IsClosed<R[K][F]> extends true ? never : F]: R[K][F]
}>

/** Names of the fields of a resource. */
export type FieldName<R extends Shapes, K extends keyof R> = Extract<keyof R[K], string>

type SystemName = 'id' | 'createdAt' | 'updatedAt'

/** `publishedAt`, `-publishedAt`. */
export type SortName<
  R extends Shapes,
  K extends keyof R,
> = `${'' | '-'}${FieldName<R, K> | SystemName}`

/** The words of the identity's field `role`. */
export type RoleOf<R extends Shapes, A extends keyof R> = R[A] extends {
  readonly role: Field<'oneOf', infer T, boolean, boolean>
}
  ? Extract<T, string>
  : never
