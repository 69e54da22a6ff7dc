import type { FieldDefinition } from '../../blueprint/definition.ts'
import { type BranchTerm, branchesAllowing } from '../branches.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import type { Subject, SubjectResource } from '../subject.ts'
import { allNodes } from '../walk.ts'

/**
 * Mass assignment: a field that a rule trusts to say who the actor is, or what the actor may, and that a client
 * can set without already being permitted.
 */
export const trustedFieldWritable: FindingRule = {
  id: 'trusted-field-writable',
  severity: 'error',
  summary: 'A client can write a field that a rule trusts.',
  run: (subject) => [...trustedReferences(subject), ...trustedByActor(subject)],
}

/** References compared with the actor: `row.owner.is(actor)`, in whatever resource the row is. */
function trustedReferences(subject: Subject): readonly Remark[] {
  return [...namedTrusted(subject)].flatMap((path) => {
    const [resource = '', name = ''] = path.split('.')
    const owner = subject.resources.get(resource)
    const field = owner?.byName.get(name)
    if (owner === undefined || field === undefined || !isForgeable(field, owner, subject)) return []
    return [
      {
        message: `A client can write ${path}, and rules take it for the acting user: anybody could claim to be somebody else`,
        help: `Say .setBy('actor') so that the server writes it, .serverOnly(), or give ${resource} a create rule that names it, and .immutable().`,
        place: field.place,
      },
    ]
  })
}

function namedTrusted(subject: Subject): ReadonlySet<string> {
  const trusted = allNodes(subject).flatMap(({ node, rows }) => {
    if (node.kind !== 'compare' || node.value.kind !== 'actor' || node.value.fields.length > 0)
      return []
    const [name, ...further] = node.path.fields
    const resource = rows.get(node.path.variable)
    return name === undefined || further.length > 0 || resource === undefined
      ? []
      : [`${resource}.${name}`]
  })
  return new Set(trusted)
}

function isForgeable(field: FieldDefinition, owner: SubjectResource, subject: Subject): boolean {
  if (field.setBy !== undefined || field.serverOnly || hasWriteRule(owner, field.name)) return false
  const recorded = owner.fields.some((other) => other.setBy === 'actor')
  const atCreate = !recorded && isOpen(subject, owner.name, 'create')
  const atUpdate = !field.immutable && isOpen(subject, owner.name, 'update')
  return atCreate || atUpdate
}

/** Whether some branch lets in whoever is signed in, whatever the row says. */
function isOpen(subject: Subject, resource: string, operation: 'create' | 'update'): boolean {
  return branchesAllowing(subject, resource, operation).some((branch) => !branch.some(narrows))
}

function narrows({ leaf, negated }: BranchTerm): boolean {
  if (leaf.kind === 'nobody') return !negated
  return leaf.kind !== 'everyone' && leaf.kind !== 'signedIn' && !negated
}

function hasWriteRule(owner: SubjectResource, name: string): boolean {
  return Object.hasOwn(owner.definition?.writable ?? {}, name)
}

/** Fields of the identity that decide what an actor may: `role`, and whatever rules read as `actor.x`. */
function trustedByActor(subject: Subject): readonly Remark[] {
  const identity = subject.resources.get(subject.blueprint.identity)
  if (identity === undefined) return []
  const named = new Set(
    subject.roles.length > 0 ? ['role', ...actorFields(subject)] : actorFields(subject),
  )
  return identity.fields
    .filter((field) => named.has(field.name) && isSelfService(field, identity))
    .map((field) => ({
      message: `A client can write ${identity.name}.${field.name}, which rules trust: anybody could promote themselves`,
      help: `Say .serverOnly(), or give it a rule in writable of ${identity.name}.`,
      place: field.place,
    }))
}

function actorFields(subject: Subject): readonly string[] {
  return allNodes(subject).flatMap(({ node, rows }) => {
    if (node.kind !== 'compare') return []
    const { value, path } = node
    if (value.kind === 'actor') return value.fields.slice(0, 1)
    // `actor.verified.is(true)` is written as a row of the identity that is the actor.
    const isActorRow = path.variable > 0 && rows.get(path.variable) === subject.blueprint.identity
    return isActorRow ? path.fields.slice(0, 1) : []
  })
}

function isSelfService(field: FieldDefinition, identity: SubjectResource): boolean {
  if (field.serverOnly || field.setBy !== undefined || hasWriteRule(identity, field.name))
    return false
  const { create, update } = identity.definition?.allow ?? {}
  return create !== undefined || (update !== undefined && !field.immutable)
}
