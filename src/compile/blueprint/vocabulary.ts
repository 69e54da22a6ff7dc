import type { SourcePlace } from '../../std/finding.ts'
import type { EventSchemas } from './context.ts'
import type { ComputedDefinition } from './definition.ts'
import { placeOfCall } from './place.ts'
import { actorOf, pathOf, rowOf, type Scope } from './row.ts'
import type { RuleExpression } from './rule.ts'
import type { Shapes } from './values.ts'
import type { ComputedOptions, Words } from './words.ts'

/** The words for one resource: they make data and note slips in the scope. */
export function wordsFor<
  R extends Shapes,
  A extends keyof R & string,
  E extends EventSchemas,
  K extends keyof R & string,
  Role extends string,
>(scope: Scope, place: SourcePlace): Words<R, A, E, K, Role>
export function wordsFor(scope: Scope, place: SourcePlace): object {
  return {
    row: rowOf(0, scope),
    actor: actorOf(scope),
    everyone: { kind: 'everyone', place },
    signedIn: { kind: 'signedIn', place },
    nobody: { kind: 'nobody', place },
    ...logicWords(scope),
    ...rowsWords(scope),
    readable: function readable(row: unknown): RuleExpression {
      return readRuleOf(row, scope, placeOfCall(readable))
    },
    expr: function expr(compute: unknown): ComputedDefinition {
      return { kind: 'expr', place: placeOfCall(expr), definition: compute }
    },
    action: function action(definition: unknown): object {
      return { place: placeOfCall(action), definition }
    },
  }
}

function logicWords(scope: Scope): object {
  return {
    role: function role(...anyOf: readonly string[]): RuleExpression {
      return { kind: 'role', anyOf: anyOf.map(String), place: placeOfCall(role) }
    },
    any: function any(...terms: readonly unknown[]): RuleExpression {
      const place = placeOfCall(any)
      return { kind: 'any', terms: terms.map((term) => ruleOf(term, scope, place)), place }
    },
    all: function all(...terms: readonly unknown[]): RuleExpression {
      const place = placeOfCall(all)
      return { kind: 'all', terms: terms.map((term) => ruleOf(term, scope, place)), place }
    },
    not: function not(term: unknown): RuleExpression {
      const place = placeOfCall(not)
      return { kind: 'not', term: ruleOf(term, scope, place), place }
    },
  }
}

function rowsWords(scope: Scope): object {
  return {
    exists: function exists(resource: string, where: unknown): RuleExpression {
      const place = placeOfCall(exists)
      return {
        kind: 'exists',
        resource: String(resource),
        ...rowsWhere(where, scope, place),
        place,
      }
    },
    count: function count(resource: string, where: unknown, options?: ComputedOptions): object {
      const place = placeOfCall(count)
      return countOf({
        kind: 'count',
        resource: String(resource),
        ...rowsWhere(where, scope, place),
        ...options,
        place,
      })
    },
    sum: function sum(resource: string, field: string, where: unknown): ComputedDefinition {
      const place = placeOfCall(sum)
      return {
        kind: 'sum',
        resource: String(resource),
        field: String(field),
        ...rowsWhere(where, scope, place),
        place,
      }
    },
  }
}

type Counting = Extract<ComputedDefinition, { readonly kind: 'count' | 'exists' }>

function countOf(counting: Counting): object {
  const bounded = (op: '=' | '<=' | '>=', value: number, place: SourcePlace): RuleExpression => {
    const { resource, variable, where } = counting
    return { kind: 'count', resource, variable, where, op, value, place }
  }
  return {
    ...counting,
    atLeast: function atLeast(rows: number): RuleExpression {
      return bounded('>=', rows, placeOfCall(atLeast))
    },
    atMost: function atMost(rows: number): RuleExpression {
      return bounded('<=', rows, placeOfCall(atMost))
    },
    is: function is(rows: number): RuleExpression {
      return bounded('=', rows, placeOfCall(is))
    },
  }
}

/** Runs the author's condition one level deeper; the level is the variable of its row. */
function rowsWhere(
  where: unknown,
  scope: Scope,
  place: SourcePlace,
): { readonly variable: number; readonly where: RuleExpression } {
  scope.depth += 1
  const variable = scope.depth
  try {
    const rule = typeof where === 'function' ? where(rowOf(variable, scope)) : where
    return { variable, where: ruleOf(rule, scope, place) }
  } finally {
    scope.depth -= 1
  }
}

function readRuleOf(row: unknown, scope: Scope, place: SourcePlace): RuleExpression {
  const path = pathOf(row)
  if (path !== undefined) return { kind: 'readable', path, place }
  scope.mistakes.push({
    message: 'readable(...) was given something that is no reference of a row',
    help: 'Name a reference: readable(row.share).',
    place,
  })
  return { kind: 'nobody', place }
}

const RULE_KINDS: ReadonlySet<unknown> = new Set<RuleExpression['kind']>([
  'everyone',
  'signedIn',
  'nobody',
  'role',
  'compare',
  'exists',
  'count',
  'readable',
  'any',
  'all',
  'not',
])

/** The rule, or nobody and a note: what is no rule must never let anyone in. */
export function ruleOf(value: unknown, scope: Scope, place: SourcePlace): RuleExpression {
  if (isRule(value)) return value
  scope.mistakes.push({
    message: 'Something that is no rule stands where a rule belongs',
    help: 'Build it with everyone, signedIn, role(...), a comparison of a field, any(...), all(...), not(...), exists(...) or count(...).atLeast(n).',
    place,
  })
  return { kind: 'nobody', place }
}

function isRule(value: unknown): value is RuleExpression {
  if (typeof value !== 'object' || value === null) return false
  if (!('kind' in value && 'place' in value)) return false
  if (value.kind === 'count') return 'op' in value
  return RULE_KINDS.has(value.kind)
}
