import type { Predicate } from '../../../sql/predicate.ts'
import type { Who } from '../../design.ts'

/** Everybody, anonymous callers too. */
export const EVERYBODY: Who = { signedIn: false, roles: [], without: [] }

/** The part of a branch that needs no row, as terms of a predicate. */
export function whoTerms(who: Who): readonly Predicate[] {
  return [
    ...(who.signedIn && who.roles.length === 0 ? [{ kind: 'signedIn' } as const] : []),
    ...who.roles.map((anyOf): Predicate => ({ kind: 'role', anyOf })),
    ...who.without.map(
      (role): Predicate => ({
        kind: 'not',
        term: { kind: 'role', anyOf: [role] },
      }),
    ),
  ]
}

/** Whether everyone of `narrow` is in `wide`. False where that cannot be told. */
export function includesWho(wide: Who, narrow: Who): boolean {
  const roles = wide.roles.every((set) =>
    narrow.roles.some((smaller) => smaller.every((role) => set.includes(role))),
  )
  const without = wide.without.every((role) => narrow.without.includes(role))
  return (!wide.signedIn || narrow.signedIn) && roles && without
}

/** Nobody can be it: one role of a set is needed, and each of them is excluded. */
export function isNobody(who: Who): boolean {
  return who.roles.some((set) => set.every((role) => who.without.includes(role)))
}
