import type { Handler, HttpRequest, HttpResponse } from '../http.ts'

/**
 * Something around the handler: it may answer or refuse before the work begins, and look at the answer.
 * A server is built with a list of them, so a test can leave one out.
 */
export interface Gate {
  /** Undefined: the request goes on. */
  readonly before?: (request: HttpRequest) => HttpResponse | undefined
  readonly after?: (request: HttpRequest, response: HttpResponse) => HttpResponse
}

/** True when path and method exist: a gate refuses nothing else, because 404 and 405 come first. */
export type Exists = (request: HttpRequest) => boolean

/** `allowed` are the methods of a path: `routes.allowed`. */
export function existsIn(allowed: (path: string) => readonly string[]): Exists {
  return ({ method, url }) => {
    const query = url.indexOf('?')
    return allowed(query === -1 ? url : url.slice(0, query)).includes(method)
  }
}

/** The handler behind its gates, the first one outermost. All of them together cost one promise, not one each. */
export function behind(gates: readonly Gate[], handler: Handler): Handler {
  if (gates.length === 0) return handler
  const before = gates.flatMap((gate) => gate.before ?? [])
  const after = gates.toReversed().flatMap((gate) => gate.after ?? [])
  const early = (request: HttpRequest): HttpResponse | undefined => {
    for (const look of before) {
      const response = look(request)
      if (response !== undefined) return response
    }
    return undefined
  }
  return async (request) => {
    let response = early(request) ?? (await handler(request))
    for (const look of after) response = look(request, response)
    return response
  }
}
