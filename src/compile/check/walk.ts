import type { FieldDefinition } from '../blueprint/definition.ts'
import type { FieldType } from '../blueprint/field-type.ts'
import type { RuleExpression, RulePath } from '../blueprint/rule.ts'
import { type RuleRows, type StatedRule, type Subject, SYSTEM_FIELDS } from './subject.ts'

/** One node of a rule, with the rows that its variables stand for there. */
export interface RuleNode {
  readonly node: RuleExpression
  readonly rows: RuleRows
  readonly stated: StatedRule
}

/** Every node of every rule, outer before inner. */
export function allNodes(subject: Subject): readonly RuleNode[] {
  return subject.rules.flatMap(nodesOf)
}

/** Every node of one rule, outer before inner. */
export function nodesOf(stated: StatedRule): readonly RuleNode[] {
  return nodesBelow({ node: stated.rule, rows: stated.rows, stated })
}

function nodesBelow(at: RuleNode): readonly RuleNode[] {
  return [at, ...children(at).flatMap(nodesBelow)]
}

function children({ node, rows, stated }: RuleNode): readonly RuleNode[] {
  switch (node.kind) {
    case 'any':
    case 'all':
      return node.terms.map((term) => ({ node: term, rows, stated }))
    case 'not':
      return [{ node: node.term, rows, stated }]
    case 'exists':
    case 'count':
      return [
        { node: node.where, rows: new Map([...rows, [node.variable, node.resource]]), stated },
      ]
    case 'everyone':
    case 'signedIn':
    case 'nobody':
    case 'role':
    case 'compare':
    case 'readable':
      return []
  }
}

/** What a path ends at. */
export type Target =
  /** A row: of a variable, or behind a reference (`field`). */
  | { readonly kind: 'row'; readonly resource: string; readonly field: FieldDefinition | undefined }
  | {
      readonly kind: 'field'
      readonly resource: string
      readonly name: string
      readonly type: FieldType
    }
  /** `name` is no field of `resource`; `through` true where a field is not a reference but is walked through. */
  | {
      readonly kind: 'unknown'
      readonly resource: string
      readonly name: string
      readonly through: boolean
    }
  /** Starts at, or goes through, a resource that is not there: reported elsewhere. */
  | { readonly kind: 'lost' }

/** Follows a path of a rule from the row of its variable. */
export function targetOf(subject: Subject, rows: RuleRows, path: RulePath): Target {
  const resource = rows.get(path.variable)
  return resource === undefined ? { kind: 'lost' } : targetFrom(subject, resource, path.fields)
}

/** Follows names from a row of `resource`. */
export function targetFrom(subject: Subject, resource: string, names: readonly string[]): Target {
  let at: Target = { kind: 'row', resource, field: undefined }
  for (const name of names) {
    if (at.kind === 'field') return { kind: 'unknown', resource: at.resource, name, through: true }
    if (at.kind !== 'row') return at
    at = step(subject, at.resource, name)
  }
  return at.kind === 'row' && !subject.resources.has(at.resource) ? { kind: 'lost' } : at
}

function step(subject: Subject, resource: string, name: string): Target {
  const known = subject.resources.get(resource)
  if (known === undefined) return { kind: 'lost' }
  const field = known.byName.get(name)
  const type = field?.type ?? SYSTEM_FIELDS.get(name)
  if (type === undefined) return { kind: 'unknown', resource, name, through: false }
  if (type.kind === 'reference') return { kind: 'row', resource: type.to, field }
  return { kind: 'field', resource, name, type }
}
