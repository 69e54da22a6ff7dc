import type { RuleExpression } from '../../blueprint/rule.ts'
import { type BranchTerm, branchesOf, countBranches, MAX_BRANCHES } from '../branches.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { OPERATIONS, type Subject, type SubjectResource } from '../subject.ts'
import { targetFrom } from '../walk.ts'

/** From here on a list that reads rows in vain is felt. */
const FELT_ROWS = 10_000
/** The page that a list returns unless it is asked for another size. */
const PAGE_ROWS = 20

/** A read rule that no index can follow, so that a list reads rows only to throw them away. */
export const unsplittableRule: FindingRule = {
  id: 'unsplittable-rule',
  severity: 'warning',
  summary: 'A read rule cannot be split into branches that follow an index.',
  run: (subject) =>
    [...subject.resources.values()].flatMap((resource) => [
      ...tooMany(resource),
      ...unanchored(resource, subject),
    ]),
}

function tooMany({ name, definition }: SubjectResource): readonly Remark[] {
  if (definition === undefined) return []
  return OPERATIONS.flatMap((operation) => {
    const rule = definition.allow[operation]
    const branches = rule === undefined ? 0 : countBranches(rule)
    if (rule === undefined || branches <= MAX_BRANCHES) return []
    return [
      {
        severity: 'error' as const,
        message: `The ${operation} rule of ${name} has ${branches} branches: it stays whole, and a list may read all ${definition.scale.rows} rows`,
        help: `Keep it at ${MAX_BRANCHES} branches: replace any(a.is(x), a.is(y)) by a.in([x, y]), several role(...) by one, or move parts into a field.`,
        place: rule.place,
        evidence: { branches, limit: MAX_BRANCHES, rows: definition.scale.rows },
      },
    ]
  })
}

function unanchored(resource: SubjectResource, subject: Subject): readonly Remark[] {
  const rows = resource.definition?.scale.rows ?? 0
  const rule = resource.definition?.allow.read
  if (rule === undefined || !(rows >= FELT_ROWS) || countBranches(rule) > MAX_BRANCHES) return []
  return branchesOf(rule).flatMap((branch) => {
    const aboutRows = branch.filter(({ leaf }) => !isAboutCaller(leaf))
    const [first] = aboutRows
    if (first === undefined || aboutRows.some((term) => isAnchor(term, resource, subject)))
      return []
    return [
      {
        message: `No index of ${resource.name} leads to the rows that this branch of its read rule permits: a page of ${PAGE_ROWS} may read up to ${rows} rows`,
        help: 'Add a condition on a field of the row that is equal to a value or to the actor, or keep the answer in a field of its own.',
        place: first.leaf.place,
        evidence: { rows, page: PAGE_ROWS },
      },
    ]
  })
}

function isAboutCaller(leaf: RuleExpression): boolean {
  return (
    leaf.kind === 'everyone' ||
    leaf.kind === 'nobody' ||
    leaf.kind === 'signedIn' ||
    leaf.kind === 'role'
  )
}

/** A term whose rows an index finds, or that is expected to hold for most rows it is asked of. */
function isAnchor(
  { leaf, negated }: BranchTerm,
  resource: SubjectResource,
  subject: Subject,
): boolean {
  if (leaf.kind === 'compare')
    return isIndexed(leaf, negated, () => isChoice(leaf, resource, subject))
  return !negated && (leaf.kind === 'exists' || leaf.kind === 'readable')
}

type Compare = Extract<RuleExpression, { readonly kind: 'compare' }>

function isIndexed(
  { op, value, path }: Compare,
  negated: boolean,
  isChoice: () => boolean,
): boolean {
  if (path.variable !== 0) return false
  if (value.kind === 'path') return value.path.variable !== path.variable
  if (value.kind === 'literal' && value.value === null) return true
  return (op === '<>') === negated || isChoice()
}

/** The opposite of one word of a closed set is the other words. */
function isChoice({ path }: Compare, resource: SubjectResource, subject: Subject): boolean {
  const target = targetFrom(subject, resource.name, path.fields)
  return target.kind === 'field' && (target.type.kind === 'oneOf' || target.type.kind === 'boolean')
}
