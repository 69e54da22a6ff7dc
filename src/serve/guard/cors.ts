import type { HttpRequest, HttpResponse } from '../http.ts'

/** Exact origins: `https://app.example`. None: no browser of another origin may read an answer. */
export interface CorsOptions {
  readonly origins: readonly string[]
}

/** Adds what a browser wants to know to an answer; the same answer where there is nothing to say. */
export type Cors = (request: HttpRequest, response: HttpResponse) => HttpResponse

const REQUEST_FIELDS =
  'authorization, content-type, if-match, if-none-match, idempotency-key, x-request-id, last-event-id'
const RESPONSE_FIELDS =
  'etag, location, link, retry-after, ratelimit, ratelimit-policy, x-request-id, deprecation, sunset'
/** Seconds a browser may remember the answer to a preflight. */
const PREFLIGHT_SECONDS = '600'

/**
 * The same-origin policy opened for the listed origins, and for nobody else. Never with credentials: tokens are sent by hand.
 * A preflight is an `OPTIONS` that the handler has answered with `Allow`.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createCors(options: CorsOptions): Cors {
  const origins = new Set(options.origins)
  if (origins.size === 0) return (_request, response) => response
  return (request, response) => {
    const origin = request.headers['origin']
    const headers = { ...response.headers, vary: withOrigin(response.headers['vary']) }
    if (origin === undefined || !origins.has(origin)) return { ...response, headers }
    return { ...response, headers: { ...headers, ...grants(request, response, origin) } }
  }
}

function grants(
  request: HttpRequest,
  response: HttpResponse,
  origin: string,
): Record<string, string> {
  const granted = {
    'access-control-allow-origin': origin,
    'cross-origin-resource-policy': 'cross-origin',
  }
  if (!isPreflight(request)) return { ...granted, 'access-control-expose-headers': RESPONSE_FIELDS }
  return {
    ...granted,
    'access-control-allow-methods': response.headers['allow'] ?? '',
    'access-control-allow-headers': REQUEST_FIELDS,
    'access-control-max-age': PREFLIGHT_SECONDS,
  }
}

function isPreflight(request: HttpRequest): boolean {
  return (
    request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
  )
}

function withOrigin(vary: string | undefined): string {
  return vary === undefined ? 'origin' : `${vary}, origin`
}
