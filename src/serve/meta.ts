import { createHash } from 'node:crypto'
import { ArchitectError } from '../std/error.ts'
import type { Handler, HttpRequest, HttpResponse } from './http.ts'
import { PAGE_CONTENT_SECURITY_POLICY } from './meta/page.ts'
import type { JwkSet } from './tokens.ts'

const PAGE_HEADERS = { 'content-security-policy': PAGE_CONTENT_SECURITY_POLICY }

/** Paths beside the API, each with what answers a `GET` of it. */
export type MetaRoutes = ReadonlyMap<string, Handler>

/**
 * Answers the paths of `routes`, and gives everything else to `api`.
 * They are looked up before the API, whose paths all begin with a version.
 */
export function withMeta(routes: MetaRoutes, api: Handler): Handler {
  return (request) => {
    const query = request.url.indexOf('?')
    const path = query === -1 ? request.url : request.url.slice(0, query)
    const route = routes.get(path)
    return route === undefined ? api(request) : answer(route, request, path)
  }
}

const ALLOWED = 'GET, HEAD, OPTIONS'

async function answer(route: Handler, request: HttpRequest, path: string): Promise<HttpResponse> {
  const notes = { route: path }
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const response = await route(request)
      return { ...response, notes: { ...response.notes, ...notes } }
    }
    case 'OPTIONS':
      return { status: 204, headers: { allow: ALLOWED }, body: undefined, notes }
    default:
      throw new ArchitectError('ARC103', `${path} can only be read.`, {
        headers: { allow: ALLOWED },
      })
  }
}

/** The document of the API, whole, with an ETag of its bytes. */
export function openApiRoute(document: string): Handler {
  return constantRoute(document, 'application/vnd.oai.openapi+json;version=3.1')
}

/** Public keys, so that others can check our tokens. @see https://www.rfc-editor.org/rfc/rfc7517 */
export function jwksRoute(keys: JwkSet): Handler {
  return constantRoute(JSON.stringify(keys), 'application/jwk-set+json', 'public, max-age=300')
}

/** Where everything is. */
export function indexRoute(name: string, links: Readonly<Record<string, string>>): Handler {
  return constantRoute(JSON.stringify({ name, links }), 'application/json')
}

/** The same bytes every time, revalidated by their hash. */
export function constantRoute(
  body: string | Buffer,
  contentType: string,
  cacheControl = 'no-cache',
): Handler {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = {
    'content-type': contentType,
    etag,
    'cache-control': cacheControl,
    ...(contentType.startsWith('text/html') ? PAGE_HEADERS : {}),
  }
  return (request) => {
    const known = request.headers['if-none-match']?.includes(etag) === true
    return Promise.resolve(
      known ? { status: 304, headers, body: undefined } : { status: 200, headers, body },
    )
  }
}
