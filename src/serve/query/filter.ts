import type { FieldDesign, ResourceDesign } from '../../compile/design.ts'
import { ident, join, literal, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import type { Filter } from '../request.ts'
import { slotSql } from './order.ts'
import { sqlTypeOf } from './value-json.ts'

/** One way to satisfy all filters of a list; several where an `in` is taken apart. */
export interface FilterCase {
  readonly where: readonly Sql[]
  /** Columns that equal one value in this case. */
  readonly fixed: ReadonlyMap<string, Sql>
  /** Those of them whose value belongs to the text: a branch that wants another value is left out. */
  readonly constants: ReadonlyMap<string, string>
}

/** An `in` of more values is a filter: each value taken apart walks an index of its own. */
const MOST_VALUES_APART = 5

/** Slot of a value of the filter at `i`; of one value of several where `j` is given. */
export function filterSlot(i: number, j?: number): string {
  return j === undefined ? `f${i}` : `f${i}_${j}`
}

/** Values of these types belong to the text of the statement: partial indexes and contradictions are seen while it is made. */
export function isConstant({ type }: FieldDesign): boolean {
  return type.kind === 'oneOf' || type.kind === 'boolean'
}

/** Whether the values of a filter are each their own case. */
function isTakenApart({ operator, values }: Filter): boolean {
  return operator === 'in' && values.length <= MOST_VALUES_APART
}

/** All cases of the filters of a list. `apart`: an `in` of few values becomes one case a value. */
export function filterCases(
  resource: ResourceDesign,
  filters: readonly Filter[],
  apart: boolean,
): readonly FilterCase[] {
  const first: readonly FilterCase[] = [{ where: [], fixed: new Map(), constants: new Map() }]
  return filters.reduce((cases, filter, i) => {
    const field = invariant(
      resource.fields.find(({ name }) => name === filter.field),
      `${resource.name} has no field ${filter.field}`,
    )
    const values = filter.values.map((value, j) => valueSql(field, value, slotFor(filter, i, j)))
    const split = apart && isTakenApart(filter)
    if (filter.operator !== 'eq' && !split) {
      const where = conditionSql(field, filter, values)
      return cases.map((one) => ({ ...one, where: [...one.where, where] }))
    }
    return cases.flatMap((one) =>
      values.map((value, j) => fix(one, { field, value, text: filter.values[j] })),
    )
  }, first)
}

function slotFor(filter: Filter, i: number, j: number): string {
  return filter.operator === 'in' ? filterSlot(i, j) : filterSlot(i)
}

function fix(
  one: FilterCase,
  {
    field,
    value,
    text,
  }: { readonly field: FieldDesign; readonly value: Sql; readonly text: string | undefined },
): FilterCase {
  const constants = new Map(one.constants)
  if (isConstant(field)) constants.set(field.column, text ?? '')
  return {
    where: [...one.where, sql`${ident('r0', field.column)} = ${value}`],
    fixed: new Map([...one.fixed, [field.column, value]]),
    constants,
  }
}

function valueSql(field: FieldDesign, value: string, slot: string): Sql {
  if (field.type.kind === 'oneOf') return literal(value)
  if (field.type.kind === 'boolean') return literal(value === 'true')
  return slotSql(slot, typeOf(field))
}

function typeOf({ name, type }: FieldDesign): string {
  if (type.kind === 'array') throw new Error(`${name} is an array and cannot be filtered`)
  return sqlTypeOf(type.kind)
}

function conditionSql(
  field: FieldDesign,
  { operator, values: texts }: Filter,
  values: readonly Sql[],
): Sql {
  const column = ident('r0', field.column)
  const value = values[0] ?? sql`null`
  switch (operator) {
    case 'eq':
      return sql`${column} = ${value}`
    case 'not':
      return sql`${column} is distinct from ${value}`
    case 'in':
      return sql`${column} in (${join(values, ', ')})`
    case 'null':
      return texts[0] === 'true' ? sql`${column} is null` : sql`${column} is not null`
    case 'gt':
      return sql`${column} > ${value}`
    case 'gte':
      return sql`${column} >= ${value}`
    case 'lt':
      return sql`${column} < ${value}`
    case 'lte':
      return sql`${column} <= ${value}`
  }
}
