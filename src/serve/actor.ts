/** Who calls. Made only by `authenticate`. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user'
      /** Row of the identity resource. */
      readonly id: string
      /** Sorted. */
      readonly roles: readonly string[]
      /** Seconds since the epoch: when the token that named the actor ends. */
      readonly expiresAt: number
    }

export const ANONYMOUS: Actor = { kind: 'anonymous' }
