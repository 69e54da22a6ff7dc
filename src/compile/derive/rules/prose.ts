import type { Predicate, Scalar, ScalarList } from '../../../sql/predicate.ts'
import type { Who } from '../../design.ts'
import type { Layout } from '../layout.ts'
import { words } from '../naming.ts'
import { isNotNullTest, isNullTest } from './scalar.ts'
import { type Branch, impliesSignedIn } from './split.ts'

/** The tables whose rows are in scope, innermost last. */
type Tables = readonly string[]

/** A branch as a sentence: `owner is the actor`. */
export function branchProse(branch: Branch, table: string, layout: Layout): string {
  const row = branch.permitted.kind === 'true' ? [] : [prose(branch.permitted, [table], layout)]
  const sentence = [...whoProse(branch.who, branch.permitted), ...row]
  return sentence.length === 0 ? 'everybody' : sentence.join(' and ')
}

function whoProse(who: Who, permitted: Predicate): readonly string[] {
  const isImplied = who.roles.length > 0 || impliesSignedIn(permitted)
  return [
    ...(who.signedIn && !isImplied ? ['the actor is signed in'] : []),
    ...who.roles.map((roles) => `the actor is ${roles.map(withArticle).join(' or ')}`),
    ...who.without.map((role) => `the actor is not ${withArticle(role)}`),
  ]
}

function prose(predicate: Predicate, tables: Tables, layout: Layout): string {
  switch (predicate.kind) {
    case 'true':
      return 'always'
    case 'false':
      return 'never'
    case 'signedIn':
      return 'the actor is signed in'
    case 'role':
      return `the actor is ${predicate.anyOf.map(withArticle).join(' or ')}`
    case 'not':
      return `it is not so that ${prose(predicate.term, tables, layout)}`
    case 'and':
      return termsProse(predicate.terms, ' and ', { tables, layout })
    case 'or':
      return termsProse(predicate.terms, ' or ', { tables, layout })
    case 'exists':
      return `there is a ${rowsProse(predicate, tables, layout)}`
    case 'count':
      return `the number of ${rowsProse(predicate, tables, layout)} ${OPERATORS[predicate.op]} ${predicate.value}`
    case 'compare':
      return comparisonProse(predicate, tables, layout)
  }
}

const OPERATORS = {
  '=': 'is',
  '<>': 'is not',
  '<': 'is below',
  '<=': 'is at most',
  '>': 'is above',
  '>=': 'is at least',
  in: 'is one of',
} as const

function termsProse(
  terms: readonly Predicate[],
  between: string,
  scope: { readonly tables: Tables; readonly layout: Layout },
): string {
  const parts = terms.map((term) => {
    const part = prose(term, scope.tables, scope.layout)
    return term.kind === 'and' || term.kind === 'or' ? `(${part})` : part
  })
  return parts.join(between)
}

function rowsProse(
  inner: { readonly table: string; readonly where: Predicate },
  tables: Tables,
  layout: Layout,
): string {
  const name = words(layout.resourceOf(inner.table).name)
  if (inner.where.kind === 'true') return name
  return `${name} where ${prose(inner.where, [...tables, inner.table], layout)}`
}

function comparisonProse(
  predicate: Predicate & { kind: 'compare' },
  tables: Tables,
  layout: Layout,
): string {
  const left = scalarProse(predicate.left, tables, layout)
  if (isNullTest(predicate)) return `${left} is empty`
  if (isNotNullTest(predicate)) return `${left} is not empty`
  return `${left} ${OPERATORS[predicate.op]} ${scalarProse(predicate.right, tables, layout)}`
}

function scalarProse(scalar: Scalar | ScalarList, tables: Tables, layout: Layout): string {
  switch (scalar.kind) {
    case 'literal':
      return String(scalar.value)
    case 'list':
      return scalar.values.join(', ')
    case 'actor':
      return 'the actor'
    case 'lookup': {
      const { name } = layout.fieldOf(scalar.table, scalar.column)
      return `${words(name)} of ${scalarProse(scalar.key, tables, layout)}`
    }
    case 'column':
      return columnProse(scalar, tables, layout)
  }
}

function columnProse(
  { column, up }: Scalar & { kind: 'column' },
  tables: Tables,
  layout: Layout,
): string {
  const table = tables.at(-1 - up) ?? ''
  const row = words(layout.resourceOf(table).name)
  const field = words(layout.fieldOf(table, column).name)
  if (column === 'id') return `the ${row}`
  return up === 0 ? field : `the ${row}'s ${field}`
}

function withArticle(name: string): string {
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${words(name)}`
}
