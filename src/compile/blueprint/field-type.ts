/** What a field holds. Bounds that the author leaves open are filled in by `check` with the defaults of each kind. */
export type FieldType = ScalarType | ReferenceType | ArrayType

export type ScalarType =
  | {
      readonly kind: 'text'
      /** Characters. */
      readonly min?: number
      /** Characters; default 10,000. */
      readonly max?: number
      /** A regular expression that PostgreSQL, JSON Schema and JavaScript read alike, without delimiters. */
      readonly pattern?: string
    }
  | { readonly kind: 'int'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bigint'; readonly min?: string; readonly max?: string }
  | {
      readonly kind: 'decimal'
      /** Digits in all; default 18. */
      readonly precision?: number
      /** Digits after the point; default 6. */
      readonly scale?: number
      readonly min?: string
      readonly max?: string
    }
  | {
      readonly kind: 'money'
      readonly currency: string
      readonly min?: string
      readonly max?: string
    }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'json'; readonly maxBytes?: number }
  | { readonly kind: 'bytes'; readonly maxBytes?: number }
  | { readonly kind: 'url' | 'email' | 'slug'; readonly max?: number }
  | { readonly kind: 'boolean' | 'timestamp' | 'date' | 'duration' | 'uuid' | 'ip' }

/** The id of a row of another resource. */
export interface ReferenceType {
  readonly kind: 'reference'
  readonly to: string
}

export interface ArrayType {
  readonly kind: 'array'
  readonly of: ScalarType
  /** Default 100. */
  readonly maxItems?: number
}
