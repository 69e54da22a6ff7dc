import type { RuleExpression } from '../../blueprint/rule.ts'
import type { FindingRule } from '../finding-rule.ts'

/** A negation that is true for whoever is not signed in, because nothing is ever about them. */
export const anonymousNegation: FindingRule = {
  id: 'anonymous-negation',
  severity: 'warning',
  summary: 'A negated rule about the actor lets the anonymous in.',
  run: ({ rules }) =>
    rules.flatMap(({ rule }) =>
      openNegations(rule).map((node) => ({
        message:
          'Whoever is not signed in passes this: no row is about them, so its opposite always holds',
        help: 'Join it with signedIn: all(signedIn, not(...)).',
        place: node.place,
      })),
    ),
}

/** Negations about the actor that no term beside them closes to the anonymous. */
function openNegations(rule: RuleExpression): readonly RuleExpression[] {
  switch (rule.kind) {
    case 'all':
      return rule.terms.some(needsActor) ? [] : rule.terms.flatMap(openNegations)
    case 'any':
      return rule.terms.flatMap(openNegations)
    case 'not':
      return mentionsActor(rule.term) ? [rule] : []
    case 'count':
      return holdsForNone(rule) && mentionsActor(rule.where) ? [rule] : []
    case 'exists':
      return openNegations(rule.where)
    case 'everyone':
    case 'signedIn':
    case 'nobody':
    case 'role':
    case 'compare':
    case 'readable':
      return []
  }
}

/** Whether the term can only hold for somebody. */
function needsActor(rule: RuleExpression): boolean {
  switch (rule.kind) {
    case 'signedIn':
    case 'role':
    case 'nobody':
      return true
    case 'compare':
      return rule.value.kind === 'actor'
    case 'exists':
      return needsActor(rule.where)
    case 'all':
      return rule.terms.some(needsActor)
    case 'any':
      return rule.terms.every(needsActor)
    case 'not':
    case 'count':
    case 'everyone':
    case 'readable':
      return false
  }
}

function mentionsActor(rule: RuleExpression): boolean {
  switch (rule.kind) {
    case 'compare':
      return rule.value.kind === 'actor'
    case 'any':
    case 'all':
      return rule.terms.some(mentionsActor)
    case 'not':
      return mentionsActor(rule.term)
    case 'exists':
    case 'count':
      return mentionsActor(rule.where)
    case 'everyone':
    case 'signedIn':
    case 'nobody':
    case 'role':
    case 'readable':
      return false
  }
}

function holdsForNone({ op, value }: Extract<RuleExpression, { readonly kind: 'count' }>): boolean {
  if (op === '<=') return value >= 0
  if (op === '<') return value > 0
  if (op === '<>') return value !== 0
  return (op === '=' || op === '>=') && value === 0
}
