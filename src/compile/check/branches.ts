import type { RuleExpression } from '../blueprint/rule.ts'
import type { Subject } from './subject.ts'

/** More branches than this cost more to plan and to merge than they save. */
export const MAX_BRANCHES = 16

/** One term of a branch: a leaf of the rule, or its opposite. */
export interface BranchTerm {
  readonly leaf: RuleExpression
  readonly negated: boolean
}

/** How many ways to be permitted a rule has once every `any` is a branch of its own. */
export function countBranches(rule: RuleExpression, negated = false): number {
  if (rule.kind === 'not') return countBranches(rule.term, !negated)
  if (rule.kind !== 'any' && rule.kind !== 'all') return 1
  const counts = rule.terms.map((term) => countBranches(term, negated))
  const adds = (rule.kind === 'any') !== negated
  return adds
    ? counts.reduce((sum, count) => sum + count, 0)
    : counts.reduce((product, count) => product * count, 1)
}

/** The branches of a rule, each a conjunction. Only for rules that `countBranches` found small. */
export function branchesOf(
  rule: RuleExpression,
  negated = false,
): readonly (readonly BranchTerm[])[] {
  if (rule.kind === 'not') return branchesOf(rule.term, !negated)
  if (rule.kind !== 'any' && rule.kind !== 'all') return [[{ leaf: rule, negated }]]
  const lists = rule.terms.map((term) => branchesOf(term, negated))
  if ((rule.kind === 'any') !== negated) return lists.flat()
  return lists.reduce<readonly (readonly BranchTerm[])[]>(
    (joined, list) => joined.flatMap((left) => list.map((right) => [...left, ...right])),
    [[]],
  )
}

/** The branches of what an operation of a resource allows; none where it is closed or too large to split. */
export function branchesAllowing(
  subject: Subject,
  resource: string,
  operation: 'read' | 'create' | 'update' | 'delete',
): readonly (readonly BranchTerm[])[] {
  const rule = subject.resources.get(resource)?.definition?.allow[operation]
  if (rule === undefined || countBranches(rule) > MAX_BRANCHES) return []
  return branchesOf(rule)
}
