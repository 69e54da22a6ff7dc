import { ident, join, literal, type Sql, sql } from '../../sql/sql.ts'
import { type Driver, KEY } from './driver.ts'
import { type OrderKey, orderSql } from './order.ts'

/** One walk with a driver. */
export interface DrivenWalk {
  readonly driver: Driver
  readonly table: string
  readonly where: readonly Sql[]
  readonly order: readonly OrderKey[]
  /** The key that bounds how far each value is read: the first that is not the same in all rows. */
  readonly bound: OrderKey | undefined
  readonly limit: number
}

/**
 * Nulls have no place among the values of a bound, so a walk in the order of a nullable key is two: one of
 * the rows that have it, one of those that do not, which the next key bounds.
 */
export function apartFromNulls(
  where: readonly Sql[],
  order: readonly OrderKey[],
): readonly { readonly where: readonly Sql[]; readonly bound: OrderKey | undefined }[] {
  const [first, second] = order
  if (first?.nullable !== true) return [{ where, bound: first }]
  const column = ident('r0', first.column)
  return [
    { where: [...where, sql`${column} is null`], bound: second?.nullable ? undefined : second },
    { where: [...where, sql`${column} is not null`], bound: { ...first, nullable: false } },
  ]
}

/**
 * The first `limit` rows over all keys, from few reads. First a handful of each key: `limit` in all. The last
 * of those is a bound, because the page is filled at least down to it; only keys that reach the bound are
 * read further, and only down to it.
 */
export function drivenSql(walk: DrivenWalk): Sql {
  const { driver, table, where, order, limit } = walk
  const from = sql`${ident(table)} as r0`
  const ofKey = (key: Sql): Sql =>
    join([sql`${ident('r0', driver.column)} = ${key}`, ...where], ' and ')
  const n = literal(limit)
  const columns = join(
    order.map(({ column }) => ident('r0', column)),
    ', ',
  )
  const by = orderSql(order, 'r0')
  const some = sql`select ${columns} from ${from} where ${ofKey(ident('d', KEY))} order by ${by} limit (${n} + d.keys - 1) / d.keys`
  const heads = sql`select ${ident('d', KEY)}, h.* from d cross join lateral (${some}) as h order by ${orderSql(order, 'h')} limit ${n}`
  const bound = boundSql(walk)
  const until = bound === undefined ? [] : [bound.condition]
  const more = sql`select r0.* from ${from} where ${join([ofKey(ident('g', KEY)), ...until], ' and ')} order by ${by} limit ${n}`
  return sql`with d as materialized (select ${ident('k', KEY)}, count(*) over () as keys from (${driver.keys}) as k), heads as materialized (${heads}) select r0.* from (select distinct ${ident(KEY)} from heads) as g cross join ${bound?.from ?? sql`(select) as b`} cross join lateral (${more}) as r0 order by ${by} limit ${n}`
}

/** Below every value, where the order descends, or above, where it ascends. Text has no last value. */
const ENDS: Readonly<Record<string, { readonly lowest?: Sql; readonly highest?: Sql }>> = {
  timestamptz: { lowest: sql`'-infinity'::timestamptz`, highest: sql`'infinity'::timestamptz` },
  date: { lowest: sql`'-infinity'::date`, highest: sql`'infinity'::date` },
  numeric: { lowest: sql`'-infinity'::numeric`, highest: sql`'infinity'::numeric` },
  uuid: {
    lowest: sql`'00000000-0000-0000-0000-000000000000'::uuid`,
    highest: sql`'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`,
  },
  integer: { lowest: sql`(-2147483648)::integer`, highest: sql`2147483647::integer` },
  text: { lowest: sql`''` },
}

function boundSql({
  bound,
  order,
  limit,
}: DrivenWalk): { readonly from: Sql; readonly condition: Sql } | undefined {
  const end = bound && ENDS[bound.type]?.[bound.descending ? 'lowest' : 'highest']
  if (bound === undefined || end === undefined) return undefined
  const last = sql`select ${ident('h', bound.column)} from heads as h order by ${orderSql(order, 'h')} offset ${literal(limit - 1)} limit 1`
  const column = ident('r0', bound.column)
  return {
    from: sql`(select coalesce((${last}), ${end}) as at) as b`,
    condition: bound.descending ? sql`${column} >= b.at` : sql`${column} <= b.at`,
  }
}
