import { invariant } from '../std/error.ts'
import type { Predicate, Scalar, ScalarList } from './predicate.ts'
import { ident, join, literal, Sql, sql } from './sql.ts'

/** How the names of a predicate become SQL. A different scope compiles the same rule for a query, a row to be written, or a policy. */
export interface PredicateScope {
  /** Innermost last: the SQL of a column of each row in scope. */
  readonly rows: readonly ((column: string) => Sql)[]
  /** The SQL of the actor's id. */
  readonly actor: Sql
  readonly signedIn: Sql
  readonly role: (anyOf: readonly string[]) => Sql
}

/** The columns of a table under an alias. */
export function columnsOf(alias: string): (column: string) => Sql {
  return (column) => ident(alias, column)
}

/** A predicate as a condition of SQL, in parentheses where it needs them. */
export function predicateSql(predicate: Predicate, scope: PredicateScope): Sql {
  switch (predicate.kind) {
    case 'true':
      return sql`true`
    case 'false':
      return sql`false`
    case 'signedIn':
      return scope.signedIn
    case 'role':
      return scope.role(predicate.anyOf)
    case 'not':
      return sql`not (${predicateSql(predicate.term, scope)})`
    case 'and':
    case 'or':
      return termsSql(predicate, scope)
    case 'compare':
      return comparisonSql(predicate, scope)
    case 'exists':
      return sql`exists (${rowsSql(predicate, sql`1`, scope)})`
    case 'count':
      return sql`(${rowsSql(predicate, sql`count(*)`, scope)}) ${OPERATORS[predicate.op]} ${literal(predicate.value)}`
  }
}

/** A scalar as an expression of SQL. */
function scalarSql(scalar: Scalar, scope: PredicateScope): Sql {
  switch (scalar.kind) {
    case 'literal':
      return typedLiteral(scalar.value, scalar.type)
    case 'actor':
      return scope.actor
    case 'column': {
      const row = scope.rows.at(-1 - scalar.up)
      return invariant(row, `no row ${scalar.up} levels out`)(scalar.column)
    }
    case 'lookup': {
      const alias = `l${scope.rows.length}`
      const key = scalarSql(scalar.key, scope)
      return sql`(select ${ident(alias, scalar.column)} from ${ident(scalar.table)} as ${ident(alias)} where ${ident(alias, 'id')} = ${key})`
    }
  }
}

function termsSql(predicate: Predicate & { kind: 'and' | 'or' }, scope: PredicateScope): Sql {
  if (predicate.terms.length === 0) return predicate.kind === 'and' ? sql`true` : sql`false`
  const parts = predicate.terms.map((term) => {
    const part = predicateSql(term, scope)
    return term.kind === 'and' || term.kind === 'or' ? sql`(${part})` : part
  })
  return join(parts, predicate.kind === 'and' ? ' and ' : ' or ')
}

function rowsSql(
  inner: { readonly table: string; readonly where: Predicate },
  select: Sql,
  scope: PredicateScope,
): Sql {
  const alias = `t${scope.rows.length}`
  const within = { ...scope, rows: [...scope.rows, columnsOf(alias)] }
  return sql`select ${select} from ${ident(inner.table)} as ${ident(alias)} where ${predicateSql(inner.where, within)}`
}

const OPERATORS: Readonly<Record<'=' | '<>' | '<' | '<=' | '>' | '>=', Sql>> = {
  '=': sql`=`,
  '<>': sql`<>`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}

function comparisonSql(predicate: Predicate & { kind: 'compare' }, scope: PredicateScope): Sql {
  const left = scalarSql(predicate.left, scope)
  const { op, right } = predicate
  if (right.kind === 'list') return inSql(left, right)
  if (op === 'in') throw new Error('in compares with a list')
  const comparesWithNull = right.kind === 'literal' && right.value === null
  if (comparesWithNull && op === '=') return sql`${left} is null`
  if (comparesWithNull && op === '<>') return sql`${left} is not null`
  return sql`${left} ${OPERATORS[op]} ${scalarSql(right, scope)}`
}

function inSql(left: Sql, list: ScalarList): Sql {
  if (list.values.length === 0) return sql`false`
  const values = list.values.map((value) => typedLiteral(value, list.type))
  return sql`${left} in (${join(values, ', ')})`
}

/** Text needs no cast: PostgreSQL takes the type of the column, and the partial index matches. */
function typedLiteral(value: string | number | boolean | null, type: string): Sql {
  const constant = literal(value)
  return type === 'text' || typeof value !== 'string'
    ? constant
    : sql`${constant}::${new Sql([type], [])}`
}
