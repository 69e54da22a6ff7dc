import { DatabaseError } from '../engine/ports/database.ts'
import { ArchitectError, ERRORS, type ErrorCode, type Fault } from '../std/error.ts'
import type { HttpRequest, HttpResponse } from './http.ts'

/** Where the server answers with the page that explains every code. */
export const ERRORS_PATH = '/docs/errors'

/** Seconds a client is asked to wait when we cannot know better: long enough for a failover to be noticed, short enough not to be felt. */
const RETRY_SECONDS = '1'

/** What the client reads of a fault that is ours: the same words every time, so that nothing leaks. */
const FIXED_DETAIL: Readonly<Partial<Record<ErrorCode, string>>> = {
  ARC500: 'Something went wrong on our side. The log holds the cause under the requestId.',
  ARC501: 'Something this server needs does not answer at the moment. Try again.',
  ARC502: 'The server has more to do than it can. Try again.',
  ARC503: 'The answer took longer than it may. Try again.',
  ARC504: 'The server is shutting down. Try again.',
}

/** What PostgreSQL refuses although the request is right. SQLSTATE or its class. @see PostgreSQL manual, Appendix A */
const REFUSALS: Readonly<Record<string, ErrorCode>> = {
  '08': 'ARC501',
  '25006': 'ARC501',
  '40001': 'ARC503',
  '40P01': 'ARC503',
  '53': 'ARC501',
  '55P03': 'ARC503',
  '57014': 'ARC503',
  '57P': 'ARC501',
  '58': 'ARC501',
}

/**
 * Any error as a problem document. Refusals say what was wrong; whatever is ours says nothing but a code,
 * and all internal errors are the same bytes but for `instance` and `requestId`.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function toProblem(error: unknown, request: HttpRequest): HttpResponse {
  const refusal = toRefusal(error)
  const { status } = ERRORS[refusal.code]
  return {
    status,
    headers: { ...headersFor(refusal.code, status), ...refusal.headers },
    body: problemBody(refusal, request),
    notes: status >= 500 ? { code: refusal.code, cause: error } : { code: refusal.code },
  }
}

/** The refusal that an error amounts to; `ARC500` for everything that nobody foresaw. */
function toRefusal(error: unknown): ArchitectError {
  if (error instanceof ArchitectError) return isForClients(error.code) ? error : internal(error)
  if (error instanceof DatabaseError) {
    return new ArchitectError(databaseCode(error), error.message, { cause: error })
  }
  return internal(error)
}

function internal(cause: unknown): ArchitectError {
  return new ArchitectError('ARC500', 'Internal error', { cause })
}

/** Codes of start and commands are nobody's business on the wire. */
function isForClients(code: ErrorCode): boolean {
  return ERRORS[code].status !== 500
}

function databaseCode(error: DatabaseError): ErrorCode {
  switch (error.kind) {
    case 'unavailable':
      return 'ARC501'
    case 'timeout':
    case 'cancelled':
      return 'ARC503'
    case 'refused':
      return refusedCode(error.sqlState ?? '')
  }
}

function refusedCode(sqlState: string): ErrorCode {
  return (
    REFUSALS[sqlState] ??
    REFUSALS[sqlState.slice(0, 3)] ??
    REFUSALS[sqlState.slice(0, 2)] ??
    'ARC500'
  )
}

function headersFor(code: ErrorCode, status: number): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  }
  if (status === 503) headers['retry-after'] = RETRY_SECONDS
  if (code === 'ARC201') headers['www-authenticate'] = 'Bearer realm="api"'
  if (code === 'ARC204') headers['www-authenticate'] = 'Bearer realm="api", error="invalid_token"'
  return headers
}

/** The document of a refusal, as JSON. */
export function problemBody(refusal: ArchitectError, request: HttpRequest): string {
  const { status, title } = ERRORS[refusal.code]
  return JSON.stringify({
    type: `${ERRORS_PATH}#${refusal.code.toLowerCase()}`,
    title,
    status,
    detail: FIXED_DETAIL[refusal.code] ?? refusal.message,
    instance: pathOf(request.url),
    code: refusal.code,
    requestId: request.requestId,
    ...errorsMember(refusal.faults),
  })
}

function errorsMember(faults: readonly Fault[]): { readonly errors?: readonly Fault[] } {
  if (faults.length === 0) return {}
  return { errors: faults.map(({ pointer, code, message }) => ({ pointer, code, message })) }
}

/** Without the query: a value in it may be private. */
function pathOf(url: string): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
