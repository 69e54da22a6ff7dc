import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import type { Member } from './object.ts'

/** Where the cells of a row stand. */
export interface RowLayout {
  readonly members: readonly MemberCell[]
  /** Cells of the columns that were asked for besides: the keys of a cursor, the validators of a row. */
  readonly columns: readonly number[]
  /** How many cells the row itself has. */
  readonly width: number
}

/** A member of the object: a value, or the object of an included row. */
export type MemberCell = ValueCell | ObjectCell

interface Placed {
  /** The name and its colon, as JSON. */
  readonly key: string
  /** For an object: a cell that is null where there is no row. */
  readonly cell: number
  /** The cell that is null where the member is left out. */
  readonly flag: number | undefined
}

interface ValueCell extends Placed {
  readonly kind: 'value'
  readonly json: (cell: string) => string
}

interface ObjectCell extends Placed {
  readonly kind: 'object'
  readonly members: readonly MemberCell[]
}

/** What is selected, and from which joins besides `r0`. */
export interface Selected {
  readonly cells: readonly Sql[]
  /** Included rows, one join each; empty text where there are none. */
  readonly joins: Sql
  readonly layout: RowLayout
}

/** A select list for members, and for columns of `r0` besides; a column that a member shows is not sent twice. */
export function layoutOf(members: readonly Member[], columns: readonly string[]): Selected {
  const list: SelectList = { cells: [], joins: [] }
  const shown = new Map<string, number>()
  const placed = members.map((member) => {
    const cell = place(member, list)
    if (member.column !== undefined) shown.set(member.column, cell.cell)
    return cell
  })
  const besides = columns.map((column) => shown.get(column) ?? add(list, ident('r0', column)))
  const { cells, joins } = list
  return {
    cells,
    joins: join(joins, ' '),
    layout: { members: placed, columns: besides, width: cells.length },
  }
}

interface SelectList {
  readonly cells: Sql[]
  readonly joins: Sql[]
}

function add({ cells }: SelectList, cell: Sql): number {
  return cells.push(cell) - 1
}

function place(member: Member, list: SelectList): MemberCell {
  const { key, when, row } = member
  const flag = when === undefined ? undefined : add(list, sql`case when ${when} then 1 end`)
  if (row === undefined) {
    const cell = add(list, member.json.cell(member.value))
    return { kind: 'value', key, flag, cell, json: member.json.json }
  }
  list.joins.push(row.join)
  const members = row.members.map((inner) => place(inner, list))
  // The id comes first, and nobody can be kept from seeing it.
  return { kind: 'object', key, flag, cell: members[0]?.cell ?? 0, members }
}

/** A row as JSON, from the cells that PostgreSQL printed. */
export function rowJson(row: Row, layout: RowLayout): string {
  return objectJson(row, layout.members)
}

type Row = readonly (string | null)[]

function objectJson(row: Row, members: readonly MemberCell[]): string {
  let json = '{'
  for (const member of members) {
    if (member.flag !== undefined && row[member.flag] === null) continue
    if (json.length > 1) json += ','
    json += member.key + memberJson(row, member)
  }
  return `${json}}`
}

function memberJson(row: Row, member: MemberCell): string {
  const cell = row[member.cell]
  if (cell === null || cell === undefined) return 'null'
  return member.kind === 'value' ? member.json(cell) : objectJson(row, member.members)
}
