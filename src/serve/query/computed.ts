import type { ComputedDesign, Predicate } from '../../compile/design.ts'
import { columnsOf, predicateSql } from '../../sql/predicate-sql.ts'
import { ident, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import { type Audience, type RowSource, readable, ruleScope } from './context.ts'
import { termsOf } from './terms.ts'
import { type ValueJson, valueJson } from './value-json.ts'

const NUMBER_JSON = valueJson({ kind: 'int' })
const BOOLEAN_JSON = valueJson({ kind: 'boolean' })
const DECIMAL_JSON = valueJson({ kind: 'decimal' })

/** A computed field of a row. It counts only what the audience may read. */
export function computedValue(
  source: RowSource,
  of: ComputedDesign,
  audience: Audience,
): { readonly value: Sql; readonly json: ValueJson } {
  const table = sql`${ident(of.table)} as c`
  const where = computedWhere(source, of, audience)
  switch (of.kind) {
    case 'count':
      return { value: sql`(select count(*) from ${table} where ${where})`, json: NUMBER_JSON }
    case 'exists':
      return { value: sql`exists (select 1 from ${table} where ${where})`, json: BOOLEAN_JSON }
    case 'sum': {
      const column = ident('c', invariant(of.column, `${of.name} sums no column`))
      const value = sql`(select coalesce(sum(${column}), 0) from ${table} where ${where})`
      return { value, json: DECIMAL_JSON }
    }
  }
}

function computedWhere(source: RowSource, of: ComputedDesign, audience: Audience): Sql {
  const outer = columnsOf(source.alias)
  const scope = ruleScope(audience.actor, 'c')
  const counted = predicateSql(of.where, { ...scope, rows: [outer, columnsOf('c')] })
  const rule = readable(audience, of.resource)
  if (rule.kind === 'true') return counted
  const fixed = linksTo(of.where, outer)
  return sql`(${counted}) and (${predicateSql(rule, ruleScope(audience.actor, 'c', fixed))})`
}

/** Columns of the inner row that must equal a column of the row around it. */
function linksTo(where: Predicate, outer: (column: string) => Sql): ReadonlyMap<string, Sql> {
  const links = termsOf(where).flatMap((term) => {
    if (term.kind !== 'compare' || term.op !== '=') return []
    const { left, right } = term
    if (left.kind !== 'column' || right.kind !== 'column' || left.up === right.up) return []
    const [inner, around] = left.up === 0 ? [left, right] : [right, left]
    return [[inner.column, outer(around.column)] as const]
  })
  return new Map(links)
}
