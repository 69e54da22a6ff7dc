import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { Subject } from '../subject.ts'
import { didYouMean } from '../suggest.ts'
import { allNodes } from '../walk.ts'

/** A role that no actor can have, so that the rule lets nobody in. */
export const unknownRole: FindingRule = {
  id: 'unknown-role',
  severity: 'error',
  summary: 'A role is named that the identity does not have.',
  run: (subject) => [...inRules(subject), ...inSecondFactor(subject)],
}

function inRules(subject: Subject): readonly Remark[] {
  return allNodes(subject).flatMap(({ node }) => {
    if (node.kind !== 'role') return []
    if (node.anyOf.length === 0)
      return [
        {
          message: 'role() without a role lets nobody in',
          help: "Name at least one: role('admin').",
          place: node.place,
        },
      ]
    return unknown(node.anyOf, node.place, subject)
  })
}

function inSecondFactor(subject: Subject): readonly Remark[] {
  const { auth } = subject.blueprint
  const mfa: unknown = auth?.mfa
  if (auth === undefined || typeof mfa !== 'object' || mfa === null) return []
  if (!('requiredFor' in mfa && Array.isArray(mfa.requiredFor))) return []
  return unknown(mfa.requiredFor.map(String), placeIn(auth.place, 'mfa', 'requiredFor'), subject)
}

function unknown(
  named: readonly string[],
  place: Remark['place'],
  subject: Subject,
): readonly Remark[] {
  const { roles, blueprint } = subject
  return named
    .filter((role) => !roles.includes(role))
    .map((role) => ({
      message: `Nobody can have the role ${role}${didYouMean(role, roles)}`,
      help:
        roles.length === 0
          ? `Give ${blueprint.identity} a field role: oneOf('member', '${role}').serverOnly().`
          : `Add it to the field role of ${blueprint.identity}, or name one of: ${roles.join(', ')}.`,
      place,
    }))
}
