import type { FieldType } from '../../blueprint/field-type.ts'
import type { RuleExpression, RuleOperand } from '../../blueprint/rule.ts'
import type { FindingRule } from '../finding-rule.ts'
import { misfit, show } from '../misfit.ts'
import type { RuleRows, Subject } from '../subject.ts'
import { allNodes, type Target, targetFrom, targetOf } from '../walk.ts'

/** A comparison that no value can satisfy, because its sides hold different things. */
export const unlikeTypes: FindingRule = {
  id: 'unlike-types',
  severity: 'error',
  summary: 'A rule compares unlike types.',
  run: (subject) =>
    allNodes(subject).flatMap(({ node, rows }) => {
      const message = fault(node, rows, subject)
      return message === undefined ? [] : [{ message, help: HELP, place: node.place }]
    }),
}

const HELP =
  'Compare a field with a value of its own type, a reference with a row of the resource it points to.'

function fault(node: RuleExpression, rows: RuleRows, subject: Subject): string | undefined {
  if (node.kind === 'readable') return unreadable(targetOf(subject, rows, node.path))
  if (node.kind === 'count')
    return Number.isInteger(node.value) && node.value >= 0
      ? undefined
      : `${show(node.value)} is no number of rows`
  if (node.kind !== 'compare') return undefined
  const left = targetOf(subject, rows, node.path)
  if (!isFound(left)) return undefined
  return (
    wrongOrder(left, node) ?? wrongValue(left, { operand: node.value, rows, op: node.op }, subject)
  )
}

function unreadable(target: Target): string | undefined {
  return target.kind === 'field'
    ? `${target.resource}.${target.name} is no reference: nothing can be readable behind it`
    : undefined
}

type Found = Extract<Target, { readonly kind: 'row' | 'field' }>

function isFound(target: Target): target is Found {
  return target.kind === 'row' || target.kind === 'field'
}

const ORDERED: ReadonlySet<string> = new Set([
  'int',
  'bigint',
  'decimal',
  'money',
  'timestamp',
  'date',
  'duration',
])
const OPAQUE: ReadonlySet<string> = new Set(['json', 'bytes', 'array'])
const ORDER_OPERATORS: ReadonlySet<string> = new Set(['<', '<=', '>', '>='])

type Compare = Extract<RuleExpression, { readonly kind: 'compare' }>

function wrongOrder(left: Found, { op, value }: Compare): string | undefined {
  const kind = kindOf(left)
  if (ORDER_OPERATORS.has(op) && !ORDERED.has(kind))
    return `${nameOf(left)} has no order: before, after, atLeast and atMost mean nothing for it`
  const isNullTest = value.kind === 'literal' && value.value === null
  if (OPAQUE.has(kind) && !isNullTest)
    return `${nameOf(left)} is ${kind}: a rule can only ask whether it is null`
  return undefined
}

interface Compared {
  readonly operand: RuleOperand
  readonly rows: RuleRows
  readonly op: string
}

function wrongValue(
  left: Found,
  { operand, rows, op }: Compared,
  subject: Subject,
): string | undefined {
  switch (operand.kind) {
    case 'literal':
      if (op === 'in') return `${nameOf(left)} is looked for in something that is no list`
      return operand.value === null
        ? nullFault(op, left)
        : prefixed(left, misfit(typeOf(left), operand.value))
    case 'list':
      if (op !== 'in') return `${nameOf(left)} is compared with a list: use in([...])`
      return prefixed(
        left,
        operand.values
          .map((value) => misfit(typeOf(left), value))
          .find((wrong) => wrong !== undefined),
      )
    case 'actor':
      return unlike(
        left,
        targetFrom(subject, subject.blueprint.identity, operand.fields),
        'the actor',
      )
    case 'path':
      return unlike(left, targetOf(subject, rows, operand.path), undefined)
  }
}

function nullFault(op: string, left: Found): string | undefined {
  return op === '=' || op === '<>' ? undefined : `${nameOf(left)} has no order against null`
}

function prefixed(left: Found, wrong: string | undefined): string | undefined {
  return wrong === undefined ? undefined : `${nameOf(left)}: ${wrong}`
}

function unlike(left: Found, right: Target, as: string | undefined): string | undefined {
  if (!isFound(right) || familyOf(left) === familyOf(right)) return undefined
  const other =
    right.kind === 'row' && as !== undefined
      ? `${as} (${familyOf(right)})`
      : `${nameOf(right)} (${familyOf(right)})`
  return `${nameOf(left)} (${familyOf(left)}) is compared with ${other}`
}

function typeOf(target: Found): FieldType {
  return target.kind === 'row' ? { kind: 'reference', to: target.resource } : target.type
}

function kindOf(target: Found): string {
  return target.kind === 'row' ? 'reference' : target.type.kind
}

/** Types that may be compared with each other. */
function familyOf(target: Found): string {
  if (target.kind === 'row') return `id of ${target.resource}`
  const { kind } = target.type
  return FAMILIES[kind] ?? kind
}

const FAMILIES: Readonly<Partial<Record<string, string>>> = {
  text: 'text',
  url: 'text',
  email: 'text',
  slug: 'text',
  oneOf: 'text',
  int: 'number',
  bigint: 'number',
  decimal: 'number',
  money: 'number',
}

function nameOf(target: Found): string {
  if (target.kind === 'field') return `${target.resource}.${target.name}`
  return target.field === undefined
    ? `the row of ${target.resource}`
    : `the reference ${target.field.name}`
}
