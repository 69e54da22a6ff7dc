import type { Predicate } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { columnsOf } from '../../sql/predicate-sql.ts'
import { ident, join, literal, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import type { ListRequest } from '../request.ts'
import { type Prepared, prepare } from '../write/statement.ts'
import type { Audience } from './context.ts'
import { apartFromNulls, drivenSql } from './driven-walk.ts'
import type { DriverChoice } from './driver.ts'
import { factored } from './factor.ts'
import { type FilterCase, filterCases } from './filter.ts'
import { layoutOf, type RowLayout } from './layout.ts'
import { type Leg, legsOf, permittedSql } from './legs.ts'
import { membersOf } from './object.ts'
import { afterSql, type OrderKey, orderOf, orderSql, RANK, RANK_ORDER } from './order.ts'

/** A list as one statement, and how its rows are read. */
export interface ListStatement {
  readonly prepared: Prepared
  /** Its columns are the keys of the order, `id` last. */
  readonly layout: RowLayout
  /** The cell of the count, the same in every row. */
  readonly count: number | undefined
  /** Walks that are merged: what `explain` shows. */
  readonly legs: number
}

/** The slot of the words that are searched. */
export const WORDS = 'q'
/** More rows are not counted: `exact` is false then. */
export const MOST_COUNTED = { exact: 10_000, estimate: 1000 } as const
/** More walks than this cost more than one that filters. */
const MOST_LEGS = 24

/** What a list is made from: the request, and the branches that admit its actor. */
export interface Listing {
  readonly request: ListRequest
  readonly branches: readonly Predicate[]
  readonly audience: Audience
  /** False: every row, in order, for a stream. */
  readonly paged: boolean
}

/** The total order of a list. */
export function orderOfList({ resource, sort, search }: ListRequest): readonly OrderKey[] {
  return search !== undefined && sort.length === 0 ? RANK_ORDER : orderOf(resource, sort)
}

/** The one statement of a list. */
export function listStatement(listing: Listing): ListStatement {
  const { request, audience } = listing
  const order = orderOfList(request)
  const members = membersOf({ resource: request.resource, alias: 'r0' }, request.select, audience)
  const { cells, joins, layout } = layoutOf(
    members,
    order.map(({ column }) => column),
  )
  const { page, legs } = pageSql(listing, order)
  const by = orderSql(order, 'r0')
  const columns = join(cells, ', ')
  const text =
    request.count === undefined
      ? sql`select ${columns} from (${page}) as r0 ${joins} order by ${by}`
      : sql`select ${columns}, n.total from (select (${countSql(listing)}) as total) as n left join (${page}) as r0 on true ${joins} order by ${by}`
  const count = request.count === undefined ? undefined : layout.width
  return { prepared: prepare(text), layout, count, legs }
}

interface PageParts {
  readonly listing: Listing
  readonly order: readonly OrderKey[]
  readonly table: string
}

function pageSql(
  listing: Listing,
  order: readonly OrderKey[],
): { readonly page: Sql; readonly legs: number } {
  const parts = { listing, order, table: listing.request.resource.table }
  const legs = walksOf(parts)
  const walks = legs.flatMap((leg) => walksSql(leg, parts))
  const [only] = walks
  if (only === undefined)
    return { page: sql`select r0.* from ${ident(parts.table)} as r0 where false`, legs: 0 }
  if (walks.length === 1) return { page: only, legs: legs.length }
  const keys = join(
    order.map(({ column }) => ident('u', column)),
    ', ',
  )
  const all = join(
    walks.map((walk) => sql`(${walk})`),
    ' union all ',
  )
  // The same row may come by several branches: it stands in neighbouring places and is taken once.
  const page = sql`select distinct on (${keys}) u.* from (${all}) as u order by ${orderSql(order, 'u')} ${limitSql(parts)}`
  return { page, legs: walks.length }
}

/** A page reads one row more, which says whether there is a next one; a stream reads what it was asked for. */
function limitSql({ listing }: PageParts): Sql {
  const { limit } = listing.request
  if (listing.paged) return sql`limit ${literal(limit + 1)}`
  return Number.isFinite(limit) ? sql`limit ${literal(limit)}` : sql``
}

/** The walks whose merged rows are the list: branches of the rule x cases of the filters x alternatives of the cursor. */
function walksOf(parts: PageParts): readonly Leg[] {
  const { listing, order } = parts
  const { request, audience, branches } = listing
  const choice: DriverChoice = {
    design: audience.catalogue.design,
    actor: audience.actor,
    table: parts.table,
    order,
  }
  const one = order === RANK_ORDER || !listing.paged
  const rules = one ? [anyOf(factored(branches))] : branches
  const after = cursorSql(request, order)
  const make = (cases: readonly FilterCase[]): readonly Leg[] =>
    cases
      .flatMap((of) => legsOf(withSearch(of, request), rules, choice))
      .flatMap((leg) => after.map((more) => ({ ...leg, where: [...leg.where, ...more] })))
  const apart = make(filterCases(request.resource, request.filter, !one))
  if (apart.length <= MOST_LEGS) return apart
  return make(filterCases(request.resource, request.filter, false))
}

/** Alternatives, each a list of conditions; one without any where the list starts at its beginning. */
function cursorSql(
  { after, resource }: ListRequest,
  order: readonly OrderKey[],
): readonly (readonly Sql[])[] {
  if (after === undefined) return [[]]
  const isNull = after.map((value) => value === null)
  const rank = order === RANK_ORDER ? rankSql(resource.list.search) : undefined
  const column = columnsOf('r0')
  const reach = (name: string): Sql => (name === RANK && rank !== undefined ? rank : column(name))
  return afterSql(order, isNull, reach).map((condition) => [condition])
}

type SearchDesign = ListRequest['resource']['list']['search']

function searchedColumn(search: SearchDesign): Sql {
  return ident('r0', invariant(search, 'a list without search was searched').column)
}

function rankSql(search: SearchDesign): Sql {
  return sql`ts_rank(${searchedColumn(search)}, ${wordsSql()})`
}

/** `language` is bound by name: the statement is the same for every backend. */
function wordsSql(): Sql {
  return sql`websearch_to_tsquery(${LANGUAGE}::regconfig, ${WORDS}::text)`
}

/** The slot of the text search configuration. */
export const LANGUAGE = 'language'

function withSearch(one: FilterCase, { search, resource }: ListRequest): FilterCase {
  if (search === undefined) return one
  const found = sql`${searchedColumn(resource.list.search)} @@ ${wordsSql()}`
  return { ...one, where: [...one.where, found] }
}

function walksSql({ where, driver }: Leg, parts: PageParts): readonly Sql[] {
  const { listing, order, table } = parts
  if (driver !== undefined) {
    const limit = listing.request.limit + 1
    return apartFromNulls(where, order).map((apart) =>
      drivenSql({ driver, table, order, limit, ...apart }),
    )
  }
  const rank =
    order === RANK_ORDER
      ? sql`, ${rankSql(listing.request.resource.list.search)} as ${ident(RANK)}`
      : sql``
  const condition = where.length === 0 ? sql`true` : join(where, ' and ')
  const by = join(
    order.map((key) => keySql(key)),
    ', ',
  )
  return [
    sql`select r0.*${rank} from ${ident(table)} as r0 where ${condition} order by ${by} ${limitSql(parts)}`,
  ]
}

/** The rank is a name of the select list, which `order by` knows without its table. */
function keySql({ column, descending }: OrderKey): Sql {
  const key = column === RANK ? ident(column) : ident('r0', column)
  return descending ? sql`${key} desc` : key
}

/** All visible rows of the filters, whatever the page; up to a bound. */
function countSql({ request, branches, audience }: Listing): Sql {
  const [all] = filterCases(request.resource, request.filter, false).map((one) =>
    withSearch(one, request),
  )
  const { where, fixed } = invariant(all, 'filters have at least one case')
  const rule = permittedSql(anyOf(factored(branches)), audience.actor, fixed)
  const most = literal(MOST_COUNTED[request.count ?? 'exact'] + 1)
  const rows = sql`select 1 from ${ident(request.resource.table)} as r0 where ${join([...where, rule], ' and ')} limit ${most}`
  return sql`select count(*) from (${rows}) as counted`
}
