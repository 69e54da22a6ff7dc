import { ident, type Sql, sql } from '../../sql/sql.ts'
import type { Member } from './object.ts'

/** Where the cells of a row stand. */
export interface RowLayout {
  readonly members: readonly MemberCell[]
  /** Cells of the columns that were asked for besides: the keys of a cursor, the validators of a row. */
  readonly columns: readonly number[]
  /** How many cells the row itself has. */
  readonly width: number
}

export interface MemberCell {
  /** The name and its colon, as JSON. */
  readonly key: string
  readonly cell: number
  /** The cell that is null where the member is left out. */
  readonly flag: number | undefined
  readonly json: (cell: string) => string
}

/** A select list for members, and for columns of `r0` besides; a column that a member shows is not sent twice. */
export function layoutOf(
  members: readonly Member[],
  columns: readonly string[],
): { readonly cells: readonly Sql[]; readonly layout: RowLayout } {
  const cells: Sql[] = []
  const add = (cell: Sql): number => cells.push(cell) - 1
  const placed = members.map((member) => ({
    column: member.column,
    key: member.key,
    cell: add(member.json.cell(member.value)),
    flag: member.when === undefined ? undefined : add(sql`case when ${member.when} then 1 end`),
    json: member.json.json,
  }))
  const besides = columns.map(
    (column) => placed.find((member) => member.column === column)?.cell ?? add(ident('r0', column)),
  )
  return { cells, layout: { members: placed, columns: besides, width: cells.length } }
}

/** A row as JSON, from the cells that PostgreSQL printed. */
export function rowJson(row: readonly (string | null)[], { members }: RowLayout): string {
  let json = '{'
  for (const { key, cell, flag, json: print } of members) {
    if (flag !== undefined && row[flag] === null) continue
    const value = row[cell]
    if (json.length > 1) json += ','
    json += value === null || value === undefined ? `${key}null` : key + print(value)
  }
  return `${json}}`
}
