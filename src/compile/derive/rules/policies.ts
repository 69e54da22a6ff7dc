import { allOf } from '../../../sql/predicate.ts'
import type { FieldAccess, Policy } from '../../design.ts'
import type { Resource, RuleExpression } from '../../model.ts'
import type { Layout } from '../layout.ts'
import { branchProse } from './prose.ts'
import { type Branch, splitPredicate } from './split.ts'
import { readPredicate, ruleScope, tenantPredicate, translate } from './translate.ts'

const OPERATIONS = ['read', 'create', 'update', 'delete'] as const

/** One policy for each branch of each rule; an operation that has none is closed. */
export function derivePolicies(layout: Layout): readonly Policy[] {
  return layout.model.resources.flatMap((resource) =>
    OPERATIONS.flatMap((operation) =>
      ruleBranches(resource, operation, layout).map((branch) => ({
        resource: resource.name,
        table: layout.table(resource.name),
        operation,
        ...branch,
        prose: branchProse(branch, layout.table(resource.name), layout),
      })),
    ),
  )
}

function ruleBranches(
  resource: Resource,
  operation: (typeof OPERATIONS)[number],
  layout: Layout,
): readonly Branch[] {
  const rule = resource.rules[operation]
  if (rule === undefined) return []
  const scope = ruleScope(resource.name)
  if (operation === 'read') return splitPredicate(readPredicate(resource.name, scope, layout))
  const tenant = tenantPredicate(resource.name, layout)
  return splitPredicate(allOf([tenant, translate(rule, scope, layout)]))
}

/** What a field rule means; a rule that admits everybody is no rule. */
export function fieldRule(resource: Resource, rule: RuleExpression, layout: Layout): FieldAccess {
  const branches = splitPredicate(translate(rule, ruleScope(resource.name), layout))
  const isAlways = branches.some(isEverybody)
  if (isAlways) return { kind: 'always' }
  const table = layout.table(resource.name)
  const prose = branches.map((branch) => branchProse(branch, table, layout)).join(' or ')
  return { kind: 'rule', branches, prose: prose === '' ? 'nobody' : prose }
}

/** Whether the branch admits every caller to every row. */
export function isEverybody({ who, permitted }: Branch): boolean {
  return (
    !who.signedIn && who.roles.length === 0 && who.without.length === 0 && permitted.kind === 'true'
  )
}
