import type { Predicate, Scalar, ScalarList } from '../../../sql/predicate.ts'
import type { Constant } from './question.ts'

/** What a branch of a rule asks of its own table, beside what the caller asks. */
export interface Demand {
  /** Columns with one value in each run of the question. */
  readonly equal: readonly string[]
  readonly constants: readonly Constant[]
}

/** What a rule asks of another table. */
export interface Lookup {
  readonly table: string
  readonly equal: readonly string[]
}

/**
 * The equalities of a conjunction. An `exists` that the actor drives gives one as well: for each followee,
 * the shares of that owner.
 */
export function demandOf(predicate: Predicate): Demand {
  const terms = termsOf(predicate)
  const constants = terms.flatMap(constantOf)
  const columns = [
    ...terms.flatMap((term) => equalColumn(term, isFixed)),
    ...terms.flatMap(drivenColumns),
  ]
  return { equal: [...new Set(columns)], constants }
}

/** The rows of other tables that a predicate looks for, by which of their columns; at any depth. */
export function lookupsOf(predicate: Predicate): readonly Lookup[] {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.terms.flatMap(lookupsOf)
    case 'not':
      return lookupsOf(predicate.term)
    case 'exists':
    case 'count':
      return [
        ...lookupsOf(predicate.where),
        ...alternativesOf(predicate.where).flatMap((where) => rowLookups(predicate.table, where)),
      ]
    case 'true':
    case 'false':
    case 'signedIn':
    case 'role':
    case 'compare':
      return []
  }
}

/** Each row asks by all equalities; a query that the actor drives asks by those that need no outer row. */
function rowLookups(table: string, where: Predicate): readonly Lookup[] {
  const terms = termsOf(where)
  const every = terms.flatMap((term) => equalColumn(term, isFixed))
  const driving = terms.flatMap((term) => equalColumn(term, isActors))
  const asked = driving.length > 0 && driving.length < every.length ? [every, driving] : [every]
  return asked.filter((equal) => equal.length > 0).map((equal) => ({ table, equal }))
}

function alternativesOf(where: Predicate): readonly Predicate[] {
  return where.kind === 'or' ? where.terms : [where]
}

function termsOf(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === 'and' ? predicate.terms : [predicate]
}

function constantOf(term: Predicate): readonly Constant[] {
  if (term.kind !== 'compare' || term.op !== '=') return []
  const { left, right } = term
  if (left.kind !== 'column' || left.up !== 0 || right.kind !== 'literal') return []
  return right.value === null ? [] : [{ column: left.column, value: right.value }]
}

/** The column of the innermost row that the term compares with a value of the wanted kind. */
function equalColumn(
  term: Predicate,
  isWanted: (value: Scalar | ScalarList) => boolean,
): readonly string[] {
  if (term.kind !== 'compare' || term.op !== '=') return []
  const { left, right } = term
  if (left.kind === 'column' && left.up === 0 && isWanted(right)) return [left.column]
  if (right.kind === 'column' && right.up === 0 && isWanted(left)) return [right.column]
  return []
}

/** One value while the innermost row varies; no order follows from `is null`. */
function isFixed(value: Scalar | ScalarList): boolean {
  switch (value.kind) {
    case 'literal':
      return value.value !== null
    case 'actor':
      return true
    case 'column':
      return value.up > 0
    case 'lookup':
      return isFixed(value.key)
    case 'list':
      return false
  }
}

/** One value for the whole request. */
function isActors(value: Scalar | ScalarList): boolean {
  return value.kind === 'actor' || (value.kind === 'lookup' && isActors(value.key))
}

/** The columns of the outer row that the rows of an `exists` give one by one, where the actor finds those rows. */
function drivenColumns(term: Predicate): readonly string[] {
  if (term.kind !== 'exists') return []
  const inner = termsOf(term.where)
  const isDriven = inner.some((part) => equalColumn(part, isActors).length > 0)
  if (!isDriven) return []
  return inner.flatMap((part) => {
    if (part.kind !== 'compare' || part.op !== '=') return []
    const { left, right } = part
    if (left.kind !== 'column' || right.kind !== 'column' || left.column === 'id') return []
    return left.up === 0 && right.up === 1 ? [right.column] : []
  })
}
