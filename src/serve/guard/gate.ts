import type { Handler, HttpRequest } from '../http.ts'

/** Something around the handler that may refuse before the work begins. A server is built with a list of them, so a test can leave one out. */
export type Gate = (next: Handler) => Handler

/** True when path and method exist: a gate refuses nothing else, because 404 and 405 come first. */
export type Exists = (request: HttpRequest) => boolean

/** `allowed` are the methods of a path: `routes.allowed`. */
export function existsIn(allowed: (path: string) => readonly string[]): Exists {
  return ({ method, url }) => {
    const query = url.indexOf('?')
    return allowed(query === -1 ? url : url.slice(0, query)).includes(method)
  }
}

/** The first gate is the outermost. */
export function behind(gates: readonly Gate[], handler: Handler): Handler {
  return gates.reduceRight((inner, gate) => gate(inner), handler)
}
