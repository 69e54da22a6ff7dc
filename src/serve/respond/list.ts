import type { Cell, Rows } from '../../engine/ports/database.ts'
import { invariant } from '../../std/error.ts'
import type { Cursors } from '../cursor.ts'
import type { HttpRequest, HttpResponse } from '../http.ts'
import { questionOf } from '../parse/list-request.ts'
import { actorIdOf, type ListPlan } from '../plan/plan.ts'
import { type RowLayout, rowJson } from '../query/layout.ts'
import { type ListStatement, MOST_COUNTED } from '../query/list.ts'
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
  const { layout, count: counted } = statement
  const { limit } = plan.request
  const count = countJson(plan, counted, result.rows[0])
  const found =
    counted === undefined ? result.rows : result.rows.filter((row) => isRow(row, layout))
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

/** A counted list has one row even where its page has none. */
function isRow(row: Row, { columns }: RowLayout): boolean {
  return row[columns.at(-1) ?? 0] !== null
}

function countJson({ request }: ListPlan, count: number | undefined, row: Row | undefined): string {
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
  const values = layout.columns.map((key) => row[key] ?? null)
  return cursors.seal(values, questionOf(plan.request, actorIdOf(plan.actor) ?? ''))
}

function nextUrl(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?')
  const others = query.split('&').filter((part) => part !== '' && !part.startsWith('after='))
  return `${path}?${[...others, `after=${cursor}`].join('&')}`
}
