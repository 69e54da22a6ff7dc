import {
  allOf,
  anyOf,
  FALSE,
  type Predicate,
  type Scalar,
  type ScalarList,
  TRUE,
} from '../../../sql/predicate.ts'
import { invariant } from '../../../std/error.ts'
import type { RuleExpression, RuleOperand, RulePath } from '../../model.ts'
import { type Layout, type RowField, SYSTEM_FIELDS } from '../layout.ts'
import { columnType } from '../tables/column-type.ts'
import { notNull, outward } from './scalar.ts'
import { splitPredicate } from './split.ts'
import { whoTerms } from './who.ts'

/** The rows that a rule can name, and the rules that are being inlined around it. */
export interface RuleScope {
  /** Variable to its row; level 0 is the row that the outermost rule is about. */
  readonly rows: ReadonlyMap<number, { readonly resource: string; readonly level: number }>
  /** The level of the innermost row. */
  readonly level: number
  /** Resources whose read rule is being inlined: one that comes back would never end. */
  readonly within: readonly string[]
  /** A reference of variable 0 that is known to point at a readable row: the one that is being read. */
  readonly readable: string | undefined
}

/** A rule of `resource` over the row at level 0. */
export function ruleScope(resource: string): RuleScope {
  return { rows: new Map([[0, { resource, level: 0 }]]), level: 0, within: [], readable: undefined }
}

/** What a rule means against the tables. Nothing is split yet. */
export function translate(rule: RuleExpression, scope: RuleScope, layout: Layout): Predicate {
  switch (rule.kind) {
    case 'everyone':
      return TRUE
    case 'nobody':
      return FALSE
    case 'signedIn':
      return { kind: 'signedIn' }
    case 'role':
      return { kind: 'role', anyOf: rule.anyOf }
    case 'any':
      return anyOf(rule.terms.map((term) => translate(term, scope, layout)))
    case 'all':
      return allOf(rule.terms.map((term) => translate(term, scope, layout)))
    case 'not':
      return { kind: 'not', term: translate(rule.term, scope, layout) }
    case 'compare':
      return comparison(rule, scope, layout)
    case 'exists':
      return { kind: 'exists', ...innerRows(rule, scope, layout) }
    case 'count':
      return countOf(rule, scope, layout)
    case 'readable':
      return readable(rule.path, scope, layout)
  }
}

/** The whole read rule of a resource, tenant included, for its row at `level`. */
export function readPredicate(resource: string, scope: RuleScope, layout: Layout): Predicate {
  if (scope.within.includes(resource)) {
    throw new Error(`the read rules of ${[...scope.within, resource].join(', ')} need each other`)
  }
  const rule = layout.resource(resource).rules.read
  if (rule === undefined) return FALSE
  const own: RuleScope = {
    rows: new Map([[0, { resource, level: scope.level }]]),
    level: scope.level,
    within: [...scope.within, resource],
    readable: scope.readable,
  }
  return allOf([tenantPredicate(resource, layout), translate(rule, own, layout)])
}

/** The row belongs to the tenant of the actor; true where the resource has none. */
export function tenantPredicate(resource: string, layout: Layout): Predicate {
  const column = layout.tenantColumn(resource)
  if (column === undefined) return TRUE
  const { identity, tenancy } = layout.model
  const by = invariant(tenancy, 'a tenant column without tenancy').by
  const actors: Scalar = {
    kind: 'lookup',
    table: layout.table(identity),
    key: { kind: 'actor' },
    column: layout.field(identity, by).column,
  }
  return { kind: 'compare', left: { kind: 'column', column, up: 0 }, op: '=', right: actors }
}

/** The rows of an `exists` or `count`: their table, and which of them. */
export function innerRows(
  rule: { readonly resource: string; readonly variable: number; readonly where: RuleExpression },
  scope: RuleScope,
  layout: Layout,
): { readonly table: string; readonly where: Predicate } {
  const level = scope.level + 1
  const rows = new Map([...scope.rows, [rule.variable, { resource: rule.resource, level }]])
  const where = translate(rule.where, { ...scope, rows, level }, layout)
  return { table: layout.table(rule.resource), where }
}

/** Counting to one is asking whether there is one: `exists` stops at the first row. */
function countOf(
  rule: RuleExpression & { kind: 'count' },
  scope: RuleScope,
  layout: Layout,
): Predicate {
  const { op, value } = rule
  const rows = innerRows(rule, scope, layout)
  const some =
    (op === '>' && value === 0) || (op === '>=' && value === 1) || (op === '<>' && value === 0)
  const none =
    (op === '=' && value === 0) || (op === '<' && value === 1) || (op === '<=' && value === 0)
  if (some) return { kind: 'exists', ...rows }
  if (none) return { kind: 'not', term: { kind: 'exists', ...rows } }
  return { kind: 'count', ...rows, op, value }
}

interface Walked {
  readonly scalar: Scalar
  readonly field: RowField
  /** The resource that the end of the path refers to. */
  readonly to: string
}

const ID: RowField = invariant(SYSTEM_FIELDS[0], 'every row has an id')

function walk(path: RulePath, scope: RuleScope, layout: Layout): Walked {
  const row = invariant(scope.rows.get(path.variable), `no row for variable ${path.variable}`)
  const up = scope.level - row.level
  const start: Walked = {
    scalar: { kind: 'column', column: 'id', up },
    field: ID,
    to: row.resource,
  }
  return follow(start, path.fields, layout)
}

/** From the id of a row along its references; the id of a referenced row is the reference itself. */
function follow(start: Walked, fields: readonly string[], layout: Layout): Walked {
  return fields.reduce<Walked>((at, name) => {
    if (name === 'id') return at
    const field = layout.field(at.to, name)
    const { scalar } = at
    const isRow = scalar.kind === 'column' && at.field === ID
    const next: Scalar = isRow
      ? { kind: 'column', column: field.column, up: scalar.up }
      : { kind: 'lookup', table: layout.table(at.to), key: scalar, column: field.column }
    return { scalar: next, field, to: field.type.kind === 'reference' ? field.type.to : at.to }
  }, start)
}

function comparison(
  rule: RuleExpression & { kind: 'compare' },
  scope: RuleScope,
  layout: Layout,
): Predicate {
  const left = walk(rule.path, scope, layout)
  const { op, value } = rule
  const isNullTest = value.kind === 'literal' && value.value === null
  if (isNullTest && left.scalar.kind === 'column' && !left.field.nullable) {
    return op === '=' ? FALSE : TRUE
  }
  const right = operand(value, { scope, layout, type: columnType(left.field.type) })
  return { kind: 'compare', left: left.scalar, op, right }
}

function operand(
  value: RuleOperand,
  { scope, layout, type }: { scope: RuleScope; layout: Layout; type: string },
): Scalar | ScalarList {
  switch (value.kind) {
    case 'literal':
      return { kind: 'literal', value: value.value, type }
    case 'list':
      return { kind: 'list', values: value.values, type }
    case 'path':
      return walk(value.path, scope, layout).scalar
    case 'actor':
      return actorScalar(value.fields, layout)
  }
}

function actorScalar(fields: readonly string[], layout: Layout): Scalar {
  const { identity } = layout.model
  const start: Walked = { scalar: { kind: 'actor' }, field: ID, to: identity }
  return follow(start, fields, layout).scalar
}

/**
 * The referenced row may be read: one `exists` for each branch of its read rule. A branch that admits every
 * row only asks that there is a reference, because a foreign key never dangles.
 */
function readable(path: RulePath, scope: RuleScope, layout: Layout): Predicate {
  const { scalar, to, field } = walk(path, scope, layout)
  const there = scalar.kind === 'column' && !field.nullable ? TRUE : notNull(scalar, 'uuid')
  if (isKnownReadable(path, scope)) return there
  const inner = { ...scope, level: scope.level + 1, readable: undefined }
  const isIt: Predicate = {
    kind: 'compare',
    left: { kind: 'column', column: 'id', up: 0 },
    op: '=',
    right: outward(scalar, 1),
  }
  const branches = splitPredicate(readPredicate(to, inner, layout))
  return anyOf(
    branches.map(({ who, permitted }) => {
      const rows: Predicate =
        permitted.kind === 'true'
          ? there
          : { kind: 'exists', table: layout.table(to), where: allOf([isIt, permitted]) }
      return allOf([...whoTerms(who), rows])
    }),
  )
}

function isKnownReadable(path: RulePath, scope: RuleScope): boolean {
  const [field] = path.fields
  return path.variable === 0 && path.fields.length === 1 && field === scope.readable
}
