import type { Cell } from '../../engine/ports/database.ts'
import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import { membersOf, objectSql } from '../query/object.ts'
import { permittedRows, ruleSql } from './access.ts'
import type { Check } from './check.ts'
import type { WriteContext } from './context.ts'

/** What a statement says of one row: which checks failed and, where none did, the row. */
export interface Outcome {
  /** Place of the item in a bulk; 0 for one row. */
  readonly position: number
  readonly failed: readonly Check[]
  readonly written: WrittenRow | undefined
}

/** A row after its write. */
export interface WrittenRow {
  readonly id: string
  readonly version: number
  readonly updatedAt: Date
  /** JSON as the actor may read it; undefined where it may not read the row. */
  readonly json: string | undefined
}

/** Alias of the written row where it is answered: the one that the members of a row are made for. */
const ROW = 'r0'

/** How the rows of a statement are selected, and read again. */
export interface Answer {
  /** `select` over the verdicts and the written rows. */
  readonly select: Sql
  /** Columns of `select`: `v0`, `v1`... */
  readonly width: number
  readonly read: (cells: readonly Cell[]) => Outcome
}

/** The checks as boolean columns `c0`, `c1`... of `verdict`. */
export function verdictItems(checks: readonly Check[]): Sql {
  const items = checks.map(({ condition }, i) => sql`(${condition}) is true as ${checkName(i)}`)
  return items.length === 0 ? sql`true as nothing_to_check` : join(items, ', ')
}

/** All checks hold in a row of `verdict`. */
export function allHold(checks: readonly Check[]): Sql {
  if (checks.length === 0) return sql`true`
  return join(
    checks.map((_, i) => sql`verdict.${checkName(i)}`),
    ' and ',
  )
}

/** The answer of a statement whose written rows are `r0` of `on.from`: beside their verdicts where there are any. */
export function answer(
  context: WriteContext,
  checks: readonly Check[],
  on: { readonly position: Sql; readonly from: Sql },
): Answer {
  const { resource, select, audience } = context
  const readable = permittedRows(context, resource.name, 'read')
  const row = objectSql(membersOf({ resource, alias: ROW }, select, audience))
  const flags = checks.map((_, i) => flag(sql`verdict.${checkName(i)}`))
  const fixed = [
    ident(ROW, 'id'),
    ident(ROW, 'version'),
    sql`floor(extract(epoch from ${ident(ROW, 'updated_at')}))`,
    flag(sql`(${ruleSql(context, readable, ROW)}) is true`),
  ]
  const items = [on.position, ...fixed, row, ...flags].map(
    (item, i) => sql`${item} as ${ident(`v${i}`)}`,
  )
  return {
    select: sql`select ${join(items, ', ')} from ${on.from}`,
    width: items.length,
    read: (cells) => readOutcome(cells, checks),
  }
}

/** The answer of a delete: there is no row to show. */
export function answerOfDelete(checks: readonly Check[]): Answer {
  const flags = checks.map((_, i) => flag(sql`verdict.${checkName(i)}`))
  const gone = [sql`written.id`, sql`'0'`, sql`'0'`, sql`'f'`, sql`null`]
  const items = [sql`0`, ...gone, ...flags].map((item, i) => sql`${item} as ${ident(`v${i}`)}`)
  return {
    select: sql`select ${join(items, ', ')} from verdict left join written on true`,
    width: items.length,
    read: (cells) => readOutcome(cells, checks),
  }
}

/** Text in every place: a stored answer and a fresh one are read alike. */
function flag(condition: Sql): Sql {
  return sql`case when ${condition} then 't' else 'f' end`
}

function checkName(i: number): Sql {
  return ident(`c${i}`)
}

/**
 * What is known of a written row stands first, and needs no check: a stored answer is read again although the
 * rules of its operation, and with them the flags, have changed since.
 */
function readOutcome(cells: readonly Cell[], checks: readonly Check[]): Outcome {
  const [place, id, version, seconds, readable, row, ...flags] = cells
  const position = Number(invariant(place, 'an answer has a position'))
  if (id === null || id === undefined) {
    const failed = checks.filter((_, i) => flags[i] !== 't')
    return { position, failed, written: undefined }
  }
  const json = readable === 't' ? (row ?? undefined) : undefined
  const written = {
    id,
    version: Number(version),
    updatedAt: new Date(Number(seconds) * 1000),
    json,
  }
  return { position, failed: [], written }
}
