import type { AnyAction, Hooks } from './action.ts'
import type { EventSchemas } from './context.ts'
import type { Rule } from './expression.ts'
import type { FieldName, Shapes, SortName } from './values.ts'
import type { Computed } from './words.ts'

type Rate = `${number}/${'s' | 'min' | 'hour' | 'day'}`

/** What an author says about one resource. `scale` and the read rule have no default: they must be known. */
export interface ResourceInput<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  K extends keyof R & string,
> {
  readonly description?: string
  readonly scale: {
    /** Rows to expect: what `verify` fills and measures. */
    readonly rows: number
    readonly reads?: Rate
    readonly writes?: Rate
    readonly growth?: `${number}/${'day' | 'month' | 'year'}`
    /** Rows of one owner or parent. */
    readonly largestGroup?: number
  }
  /** What is not here does not exist. */
  readonly allow: {
    readonly read: Rule
    readonly create?: Rule
    readonly update?: Rule
    readonly delete?: Rule
  }
  readonly readable?: { readonly [F in FieldName<R, K>]?: Rule }
  readonly writable?: { readonly [F in FieldName<R, K>]?: Rule }
  /** The only questions that can be asked. */
  readonly list?: {
    readonly filter?: readonly (FieldName<R, K> | 'createdAt' | 'updatedAt')[]
    readonly sort?: readonly (SortName<R, K> | readonly SortName<R, K>[])[]
    readonly search?: readonly FieldName<R, K>[]
  }
  readonly computed?: Readonly<Record<string, Computed<unknown>>>
  readonly unique?: readonly (readonly FieldName<R, K>[])[]
  readonly limits?: {
    readonly [operation in 'read' | 'list' | 'create' | 'update' | 'delete' | 'action']?: Rate
  }
  readonly cache?: {
    readonly ttl: `${number}${'s' | 'm' | 'h'}`
    readonly vary?: readonly ('actor' | 'role')[]
  }
  /** The client may send the id of a new row. */
  readonly clientIds?: boolean
  /** A change without If-Match is refused. */
  readonly requireIfMatch?: boolean
  readonly plural?: string
  /** The name it had before. */
  readonly was?: string
  /** Fields that are gone for good. */
  readonly removed?: readonly string[]
  readonly actions?: Readonly<Record<string, AnyAction>>
  readonly hooks?: Hooks<R, A, E, K>
}
