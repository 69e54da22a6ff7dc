import type { SourcePlace } from '../../std/finding.ts'
import type { RowExpression } from './expression.ts'
import type { Mistake } from './mistake.ts'
import { placeOfCall } from './place.ts'
import type { Comparison, RuleExpression, RuleOperand, RulePath } from './rule.ts'
import type { Shapes } from './values.ts'

/** Where a rule being written stands: how deep, about which identity, and where slips are noted. */
export interface Scope {
  readonly identity: string
  readonly mistakes: Mistake[]
  /** How many `exists` and `count` enclose what is being written. */
  depth: number
}

type Subject =
  | { readonly kind: 'path'; readonly path: RulePath }
  | { readonly kind: 'actor'; readonly fields: readonly string[] }

/** What each proxy stands for. The proxies themselves answer every name, so they cannot hold it. */
const subjects = new WeakMap<object, Subject>()

/** The row of `variable` in a rule. Any name can be asked for; `check` says which do not exist. */
export function rowOf<R extends Shapes, K extends keyof R & string>(
  variable: number,
  scope: Scope,
): RowExpression<R, K>
export function rowOf(variable: number, scope: Scope): object {
  return proxyOf({ kind: 'path', path: { variable, fields: [] } }, scope)
}

/** The acting user in a rule. */
export function actorOf<R extends Shapes, A extends keyof R & string>(
  scope: Scope,
): RowExpression<R, A>
export function actorOf(scope: Scope): object {
  return proxyOf({ kind: 'actor', fields: [] }, scope)
}

/** The path that a value of a rule stands for; undefined for the actor and for everything else. */
export function pathOf(value: unknown): RulePath | undefined {
  const subject = subjectOf(value)
  return subject?.kind === 'path' ? subject.path : undefined
}

function subjectOf(value: unknown): Subject | undefined {
  return typeof value === 'object' && value !== null ? subjects.get(value) : undefined
}

function proxyOf(subject: Subject, scope: Scope): object {
  const proxy = new Proxy(Object.freeze({}), {
    get: (_target, name) => {
      if (typeof name !== 'string') return undefined
      return COMPARERS[name]?.(subject, scope) ?? proxyOf(stepInto(subject, name), scope)
    },
  })
  subjects.set(proxy, subject)
  return proxy
}

/** `row.owner.id` is the reference itself. */
function stepInto(subject: Subject, name: string): Subject {
  const fields = subject.kind === 'path' ? subject.path.fields : subject.fields
  const longer = name === 'id' ? fields : [...fields, name]
  return subject.kind === 'path'
    ? { kind: 'path', path: { variable: subject.path.variable, fields: longer } }
    : { kind: 'actor', fields: longer }
}

type Comparer = (subject: Subject, scope: Scope) => (value?: unknown) => RuleExpression

const comparer =
  (op: Comparison, fixed?: { readonly value: null }): Comparer =>
  (subject, scope) => {
    const compare = (value?: unknown): RuleExpression =>
      comparison(
        {
          subject,
          op,
          value: fixed === undefined ? value : fixed.value,
          place: placeOfCall(compare),
        },
        scope,
      )
    return compare
  }

/** The words that a field answers with a rule; a field cannot have one of these names. */
const COMPARERS: Readonly<Record<string, Comparer>> = Object.assign(Object.create(null), {
  is: comparer('='),
  not: comparer('<>'),
  in: comparer('in'),
  isNull: comparer('=', { value: null }),
  isNotNull: comparer('<>', { value: null }),
  before: comparer('<'),
  after: comparer('>'),
  atLeast: comparer('>='),
  atMost: comparer('<='),
})

interface Comparing {
  readonly subject: Subject
  readonly op: Comparison
  readonly value: unknown
  readonly place: SourcePlace
}

function comparison(compared: Comparing, scope: Scope): RuleExpression {
  const { subject, op, value, place } = compared
  const operand = operandOf(value)
  if (operand === undefined) {
    scope.mistakes.push({
      message: 'A rule compares with something that is no value, field or actor',
      help: VALUES,
      place,
    })
    return { kind: 'nobody', place }
  }
  if (subject.kind === 'path')
    return { kind: 'compare', path: subject.path, op, value: operand, place }
  const mirrored = MIRRORED[op]
  if (operand.kind === 'path' && mirrored !== undefined)
    return { kind: 'compare', path: operand.path, op: mirrored, value: subject, place }
  return aboutTheActor(compared, operand, scope)
}

const VALUES = 'Compare with text, a number, true or false, a Date, a field of a row, or the actor.'

const MIRRORED: Readonly<Record<Comparison, Comparison | undefined>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  in: undefined,
}

/** `actor.verified.is(true)`: there is a row of the identity that is the actor and says so. */
function aboutTheActor(
  { subject, op, place }: Comparing,
  value: RuleOperand,
  scope: Scope,
): RuleExpression {
  const variable = scope.depth + 1
  const fields = subject.kind === 'actor' ? subject.fields : []
  return {
    kind: 'exists',
    resource: scope.identity,
    variable,
    place,
    where: {
      kind: 'all',
      place,
      terms: [
        {
          kind: 'compare',
          path: { variable, fields: [] },
          op: '=',
          value: { kind: 'actor', fields: [] },
          place,
        },
        { kind: 'compare', path: { variable, fields }, op, value, place },
      ],
    },
  }
}

function operandOf(value: unknown): RuleOperand | undefined {
  const subject = subjectOf(value)
  if (subject !== undefined) return subject
  if (Array.isArray(value)) return listOf(value)
  const literal = literalOf(value)
  return literal === undefined ? undefined : { kind: 'literal', value: literal }
}

function listOf(values: readonly unknown[]): RuleOperand | undefined {
  const literals: (string | number | boolean)[] = []
  for (const value of values) {
    const literal = literalOf(value)
    if (literal === undefined || literal === null) return undefined
    literals.push(literal)
  }
  return { kind: 'list', values: literals }
}

function literalOf(value: unknown): string | number | boolean | null | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString()
  return undefined
}
