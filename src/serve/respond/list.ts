import type { Cell, Rows } from '../../engine/ports/database.ts'
import { invariant } from '../../std/error.ts'
import type { Cursors } from '../cursor.ts'
import type { HttpRequest, HttpResponse } from '../http.ts'
import { questionOf } from '../parse/list-request.ts'
import { actorIdOf, type ListPlan } from '../plan/plan.ts'
import { type ListStatement, MOST_COUNTED, type RowLayout } from '../query/list.ts'
import { cacheHeaders } from './headers.ts'

type Row = readonly Cell[]

/** What else the answer of a list is made from. */
export interface ListAnswer {
  readonly plan: ListPlan
  readonly statement: ListStatement
  readonly cursors: Cursors
  readonly http: HttpRequest
}

/** One page: `{ "data": […], "page": { "next": … } }`, with a `Link` to the next one. */
export function respondList(
  { plan, statement, cursors, http }: ListAnswer,
  result: Rows,
): HttpResponse {
  const { layout } = statement
  const { limit } = plan.request
  const count = countJson(plan, layout, result.rows[0])
  const found =
    layout.count === undefined ? result.rows : result.rows.filter((row) => isRow(row, layout))
  const page = found.length > limit ? found.slice(0, limit) : found
  const next =
    found.length > limit ? cursorOf(page.at(-1) ?? [], { plan, layout, cursors }) : undefined
  const data = page.map((row) => rowJson(row, layout)).join(',')
  const link = next === undefined ? {} : { link: `<${nextUrl(http.url, next)}>; rel="next"` }
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...cacheHeaders(plan), ...link },
    body: `{"data":[${data}],"page":{"next":${next === undefined ? 'null' : `"${next}"`}}${count}}`,
  }
}

/** The rows of a stream, one JSON object a line. @see https://github.com/ndjson/ndjson-spec */
export async function* linesOf(
  batches: AsyncIterable<readonly Row[]>,
  layout: RowLayout,
): AsyncGenerator<string, void, void> {
  for await (const rows of batches) {
    yield rows.map((row) => `${rowJson(row, layout)}\n`).join('')
  }
}

/** A row as JSON, from the cells that PostgreSQL printed. */
export function rowJson(row: Row, { members }: RowLayout): string {
  let json = '{'
  for (const { key, cell, flag, json: print } of members) {
    if (flag !== undefined && row[flag] === null) continue
    const value = row[cell]
    if (json.length > 1) json += ','
    json += value === null || value === undefined ? `${key}null` : key + print(value)
  }
  return `${json}}`
}

/** A counted list has one row even where its page has none. */
function isRow(row: Row, { keys }: RowLayout): boolean {
  return row[keys.at(-1) ?? 0] !== null
}

function countJson({ request }: ListPlan, { count }: RowLayout, row: Row | undefined): string {
  if (count === undefined || request.count === undefined) return ''
  const most = MOST_COUNTED[request.count]
  const counted = Number(invariant(row?.[count], 'a counted list has at least one row'))
  return `,"count":{"value":${Math.min(counted, most)},"exact":${counted <= most}}`
}

function cursorOf(
  row: Row,
  {
    plan,
    layout,
    cursors,
  }: { readonly plan: ListPlan; readonly layout: RowLayout; readonly cursors: Cursors },
): string {
  const values = layout.keys.map((key) => row[key] ?? null)
  return cursors.seal(values, questionOf(plan.request, actorIdOf(plan.actor) ?? ''))
}

function nextUrl(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?')
  const others = query.split('&').filter((part) => part !== '' && !part.startsWith('after='))
  return `${path}?${[...others, `after=${cursor}`].join('&')}`
}
