import type { ResourceDesign, SortKey } from '../../compile/design.ts'
import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import { sqlTypeOf } from './value-json.ts'

/** One key of a total order. Nulls stand where PostgreSQL puts them: last ascending, first descending. */
export interface OrderKey {
  readonly column: string
  readonly descending: boolean
  readonly nullable: boolean
  /** SQL type, for the values of a cursor. */
  readonly type: string
}

/** A sort of the API as a total order: `id` closes it, in the direction of the last key. */
export function orderOf(resource: ResourceDesign, sort: readonly SortKey[]): readonly OrderKey[] {
  const named = sort.filter(({ field }) => field !== 'id')
  const closing = sort.find(({ field }) => field === 'id') ?? named.at(-1)
  const id = { field: 'id', descending: closing?.descending ?? true }
  return [...named, id].map(({ field, descending }) => {
    const design = resource.fields.find(({ name }) => name === field)
    const { column, nullable, type } = invariant(design, `${resource.name} has no field ${field}`)
    if (type.kind === 'array') throw new Error(`${field} is an array and has no order`)
    return { column, descending, nullable, type: sqlTypeOf(type.kind) }
  })
}

/** The column of a row's rank among what was found. Fields have no spaces in their columns, so none is called like it. */
export const RANK = 'search rank'

/** The order of search: best first. */
export const RANK_ORDER: readonly OrderKey[] = [
  { column: RANK, descending: true, nullable: false, type: 'real' },
  { column: 'id', descending: true, nullable: false, type: 'uuid' },
]

/** The keys as `order by` wants them. */
export function orderSql(order: readonly OrderKey[], alias: string): Sql {
  const keys = order.map(({ column, descending }) =>
    descending ? sql`${ident(alias, column)} desc` : ident(alias, column),
  )
  return join(keys, ', ')
}

/** How the columns of an order are reached: a plain column, or an expression that stands for it. */
export type ColumnSql = (column: string) => Sql

/** Where the values of the cursor's row are bound, by position in the order. */
export const AFTER = 'after'

/**
 * The rows after the one of the cursor, as alternatives that an index can each walk in order: a row
 * comparison where that is exact, else one alternative per prefix (and one for the nulls that come last).
 * `isNull` says which values of the cursor are null: it belongs to the text of the statement.
 */
export function afterSql(
  order: readonly OrderKey[],
  isNull: readonly boolean[],
  column: ColumnSql,
): readonly Sql[] {
  if (comparesAsRow(order, isNull)) {
    const columns = join(
      order.map((key) => column(key.column)),
      ', ',
    )
    const values = join(order.map(valueSql), ', ')
    return [sql`(${columns}) ${order[0]?.descending ? sql`<` : sql`>`} (${values})`]
  }
  return order.flatMap((key, i) => {
    const before = order.slice(0, i).map((same, j) => equalSql(same, j, { isNull, column }))
    return beyondSql(key, i, { isNull, column }).map((beyond) => join([...before, beyond], ' and '))
  })
}

/** Exact where all keys go one way and no null can come after the cursor's row or equal its value. */
function comparesAsRow(order: readonly OrderKey[], isNull: readonly boolean[]): boolean {
  const [first] = order
  const oneWay = order.every(({ descending }) => descending === first?.descending)
  const nullsFollow = order.some(({ nullable, descending }) => nullable && !descending)
  return oneWay && !nullsFollow && !isNull.includes(true)
}

interface Cursor {
  readonly isNull: readonly boolean[]
  readonly column: ColumnSql
}

function valueSql({ type }: OrderKey, i: number): Sql {
  return sql`${`${AFTER}${i}`}::${typeSql(type)}`
}

/** A name of a type of ours, unquoted: quoted it would be another one. */
function typeSql(type: string): Sql {
  return invariant(TYPE_SQL[type], `no type ${type}`)
}

const TYPE_SQL: Readonly<Record<string, Sql>> = {
  text: sql`text`,
  integer: sql`integer`,
  boolean: sql`boolean`,
  timestamptz: sql`timestamptz`,
  bigint: sql`bigint`,
  numeric: sql`numeric`,
  date: sql`date`,
  uuid: sql`uuid`,
  interval: sql`interval`,
  bytea: sql`bytea`,
  inet: sql`inet`,
  jsonb: sql`jsonb`,
  real: sql`real`,
}

/** A slot cast to a type of ours. */
export function slotSql(slot: string, type: string): Sql {
  return sql`${slot}::${typeSql(type)}`
}

function equalSql(key: OrderKey, i: number, { isNull, column }: Cursor): Sql {
  const left = column(key.column)
  return isNull[i] === true ? sql`${left} is null` : sql`${left} = ${valueSql(key, i)}`
}

function beyondSql(key: OrderKey, i: number, { isNull, column }: Cursor): readonly Sql[] {
  const left = column(key.column)
  if (isNull[i] === true) return key.descending ? [sql`${left} is not null`] : []
  if (key.descending) return [sql`${left} < ${valueSql(key, i)}`]
  const greater = sql`${left} > ${valueSql(key, i)}`
  return key.nullable ? [greater, sql`${left} is null`] : [greater]
}
