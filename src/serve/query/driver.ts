import type { Design, Index, Predicate, Scalar } from '../../compile/design.ts'
import { allOf } from '../../sql/predicate.ts'
import { columnsOf, predicateSql } from '../../sql/predicate-sql.ts'
import { ident, type Sql, sql } from '../../sql/sql.ts'
import type { ActorClass } from '../plan/admit.ts'
import { ruleScope } from './context.ts'
import type { FilterCase } from './filter.ts'
import type { OrderKey } from './order.ts'
import { dependsOnRow, readsRow, termsOf } from './terms.ts'

/** The values that a membership of the actor allows, and the column of the listed row that holds one of them. */
export interface Driver {
  readonly column: string
  /** `select … as "walk key" …`: each value once. */
  readonly keys: Sql
}

/** The column of {@link Driver.keys}. Fields have no spaces in their columns, so none is called like it. */
export const KEY = 'walk key'

/** What decides whether walking from the membership is worth it. */
export interface DriverChoice {
  readonly design: Design
  readonly actor: ActorClass
  readonly table: string
  readonly order: readonly OrderKey[]
}

type Exists = Predicate & { readonly kind: 'exists' }

/**
 * Finds `exists(follow where follower = actor and followee = row.owner)` in a branch: then the rows are read
 * owner by owner, each in order, instead of asking the question of every row. Only where indexes answer both.
 */
export function driverOf(
  one: FilterCase,
  branch: Predicate,
  choice: DriverChoice,
): { readonly driver: Driver; readonly rest: Predicate } | undefined {
  const terms = termsOf(branch)
  for (const term of terms) {
    if (term.kind !== 'exists') continue
    const rest = terms.filter((other) => other !== term)
    const driver = membership(one, term, choice)
    const equal = new Set([...one.fixed.keys(), ...rest.flatMap(constantColumn)])
    if (driver !== undefined && servesLists(choice, driver.column, equal)) {
      return { driver, rest: allOf(rest) }
    }
  }
  return undefined
}

function membership(one: FilterCase, exists: Exists, choice: DriverChoice): Driver | undefined {
  const terms = termsOf(exists.where)
  const link = terms.flatMap((term) => linkOf(term, one)).at(0)
  const bound = terms.flatMap(actorColumn).at(0)
  if (link === undefined || bound === undefined) return undefined
  const rest = terms.filter((term) => term !== link.term)
  if (rest.some((term) => dependsOnRow(term, one.fixed, 1))) return undefined
  if (!startsAnIndex(choice.design, exists.table, bound)) return undefined
  const scope = ruleScope(choice.actor, 'r0', one.fixed)
  const where = predicateSql(allOf(rest), { ...scope, rows: [...scope.rows, columnsOf('t1')] })
  const keys = sql`select distinct ${ident('t1', link.inner)} as ${ident(KEY)} from ${ident(exists.table)} as t1 where ${where}`
  return { column: link.outer, keys }
}

/** `follow.followee = row.owner`, in either order. */
function linkOf(
  term: Predicate,
  one: FilterCase,
): readonly { readonly term: Predicate; readonly inner: string; readonly outer: string }[] {
  if (term.kind !== 'compare' || term.op !== '=' || term.right.kind === 'list') return []
  const sides: readonly Scalar[] = [term.left, term.right]
  const inner = sides.find((side) => side.kind === 'column' && side.up === 0)
  const outer = sides.find((side) => side.kind === 'column' && side.up === 1)
  if (inner?.kind !== 'column' || outer?.kind !== 'column') return []
  return readsRow(outer, one.fixed, 1) ? [{ term, inner: inner.column, outer: outer.column }] : []
}

function actorColumn(term: Predicate): readonly string[] {
  if (term.kind !== 'compare' || term.op !== '=' || term.right.kind === 'list') return []
  const sides: readonly Scalar[] = [term.left, term.right]
  if (!sides.some(({ kind }) => kind === 'actor')) return []
  return sides.flatMap((side) => (side.kind === 'column' && side.up === 0 ? [side.column] : []))
}

function constantColumn(term: Predicate): readonly string[] {
  if (term.kind !== 'compare' || term.op !== '=') return []
  const { left, right } = term
  return left.kind === 'column' && left.up === 0 && right.kind === 'literal' ? [left.column] : []
}

function startsAnIndex(design: Design, table: string, column: string): boolean {
  const indexed = design.indexes.some(
    (index) => index.table === table && index.keys[0]?.column === column,
  )
  const of = design.tables.find(({ name }) => name === table)
  return indexed || (of?.uniques.some(({ columns }) => columns[0] === column) ?? false)
}

/** Whether an index yields the rows of one value of `column` in order. */
function servesLists(choice: DriverChoice, column: string, equal: ReadonlySet<string>): boolean {
  const fixed = new Set([...equal, column])
  const serves = (index: Index): boolean => {
    const columns = index.keys.map((key) => key.column)
    const first = columns.findIndex((name) => !fixed.has(name))
    const ordered = columns.slice(first === -1 ? columns.length : first)
    return columns.includes(column) && startsInOrder(ordered, choice.order)
  }
  return choice.design.indexes.some((index) => index.table === choice.table && serves(index))
}

function startsInOrder(columns: readonly string[], order: readonly OrderKey[]): boolean {
  const wanted = order.map(({ column }) => column)
  return (
    columns[0] === wanted[0] &&
    columns.every((column, i) => i >= wanted.length || column === wanted[i])
  )
}
