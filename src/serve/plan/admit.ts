import type { Design, FieldAccess, Policy, Predicate, Who } from '../../compile/design.ts'
import { FALSE, TRUE } from '../../sql/predicate.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Actor } from '../actor.ts'

/**
 * All that may be decided of an actor without looking at a row. Actors of one class share their statements:
 * the id is bound as a value, everything else is part of the text.
 */
export interface ActorClass {
  /** Two actors of one class have the same key. */
  readonly key: string
  readonly signedIn: boolean
  readonly roles: ReadonlySet<string>
}

/** The class of an actor. */
export function classOf(actor: Actor): ActorClass {
  return actor.kind === 'anonymous' ? ANYBODY : signedInClass(actor.roles)
}

const ANYBODY: ActorClass = { key: '-', signedIn: false, roles: new Set() }
const classes = new Map<string, ActorClass>()
/** Sets of roles come from signed tokens, so there are few; the bound is for those who make many. */
const MOST_CLASSES = 1000

function signedInClass(roles: readonly string[]): ActorClass {
  const key = `+${roles.join('+')}`
  const known = classes.get(key)
  if (known !== undefined) return known
  const made: ActorClass = { key, signedIn: true, roles: new Set(roles) }
  if (classes.size >= MOST_CLASSES) classes.clear()
  classes.set(key, made)
  return made
}

/** Whether the part of a rule that needs no row lets the actor pass. */
export function applies(who: Who, actor: ActorClass): boolean {
  if (who.signedIn && !actor.signedIn) return false
  const has = (role: string): boolean => actor.roles.has(role)
  return who.roles.every((anyOf) => anyOf.some(has)) && !who.without.some(has)
}

/** The row conditions of the branches that are left for an actor. A branch that admits every row absorbs the others. */
export function branchesFor(
  branches: readonly Pick<Policy, 'who' | 'permitted'>[],
  actor: ActorClass,
): readonly Predicate[] {
  const mine = branches.filter(({ who }) => applies(who, actor)).map(({ permitted }) => permitted)
  return mine.some(({ kind }) => kind === 'true') ? [TRUE] : mine
}

/** Policies by resource and operation. */
export type Policies = ReadonlyMap<string, readonly Policy[]>

/** The policies of a design, to be looked up by {@link policyKey}. */
export function policiesOf(design: Design): Policies {
  return Map.groupBy(design.policies, (policy) => policyKey(policy.resource, policy.operation))
}

/** Key of {@link Policies}. */
export function policyKey(resource: string, operation: Policy['operation']): string {
  return `${resource}.${operation}`
}

/**
 * The branches by which a class of actors may do an operation.
 * @throws {ArchitectError} ARC201 when nobody is signed in and no branch is open to everyone, ARC202 when no branch is open to the actor.
 */
export function admit(policies: readonly Policy[], actor: ActorClass): readonly Predicate[] {
  const known = ADMITTED.get(policies) ?? new WeakMap<ActorClass, readonly Predicate[]>()
  const branches = known.get(actor) ?? branchesFor(policies, actor)
  ADMITTED.set(policies, known.set(actor, branches))
  if (branches.length > 0) return branches
  if (!actor.signedIn) throw new ArchitectError('ARC201', 'Sign in to do this.')
  throw new ArchitectError('ARC202', 'No rule lets you do this.')
}

/** The same policies and the same class of actors give the same branches: the very same objects. */
const ADMITTED = new WeakMap<readonly Policy[], WeakMap<ActorClass, readonly Predicate[]>>()

/** When a field may be seen: `true` and `false` are decided, anything else depends on the row. */
export function fieldBranches(access: FieldAccess, actor: ActorClass): readonly Predicate[] {
  switch (access.kind) {
    case 'always':
      return [TRUE]
    case 'never':
      return [FALSE]
    case 'rule':
      return branchesFor(access.branches, actor)
  }
}
