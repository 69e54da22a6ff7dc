import { hash } from 'node:crypto'
import type { Rows } from '../../engine/ports/database.ts'
import type { HttpRequest, HttpResponse } from '../http.ts'
import { missingRow } from '../parse/read-request.ts'
import type { ReadPlan } from '../plan/plan.ts'
import { rowJson } from '../query/layout.ts'
import type { ReadStatement } from '../query/read.ts'
import { timestampText } from '../query/value-json.ts'
import { cacheHeaders, hasAlready } from './headers.ts'

/** What the answer of one row is made from. */
export interface ReadAnswer {
  readonly plan: ReadPlan
  readonly statement: ReadStatement
  readonly http: HttpRequest
}

/**
 * The bare object, or 304.
 * @throws {ArchitectError} ARC301 when there is no such row or the actor may not read it.
 */
export function respondRead({ plan, statement, http }: ReadAnswer, { rows }: Rows): HttpResponse {
  const [row] = rows
  if (row === undefined) throw missingRow()
  const { layout } = statement
  const [version, updatedAt] = layout.columns.map((cell) => row[cell] ?? '')
  const body = rowJson(row, layout)
  const etag = etagOf(plan, body, version)
  const headers = {
    etag,
    'last-modified': new Date(timestampText(updatedAt ?? '')).toUTCString(),
    ...cacheHeaders(plan),
  }
  if (hasAlready(http.headers['if-none-match'], etag))
    return { status: 304, headers, body: undefined }
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body }
}

/** The version says all about a row alone; what is counted or included changes without it, so its bytes are hashed. */
function etagOf({ request }: ReadPlan, body: string, version: string | undefined): string {
  const { includes, computed } = request.select
  if (includes.length === 0 && computed.length === 0) return `"${version ?? ''}"`
  return `"${hash('sha256', body, 'base64url').slice(0, 22)}"`
}
