import type { Observe } from '../../observe/observation.ts'
import type { HttpRequest, HttpResponse } from '../http.ts'
import type { Routes } from '../routes.ts'
import { addressGate } from './address.ts'
import { existsIn, type Gate } from './gate.ts'
import { eventLoopMeter, overloadGate } from './overload.ts'

export interface StandardGuards {
  /** For the server. */
  readonly gates: readonly Gate[]
  close(): void
}

export interface StandardGuardOptions {
  readonly routes: Routes
  readonly observe: Observe
  readonly now: () => Date
  readonly inFlight?: (() => number) | undefined
}

/** The guards that every server has: load, addresses, `OPTIONS`, names of routes for the log. */
export function standardGuards(options: StandardGuardOptions): StandardGuards {
  const { routes, observe, now, inFlight } = options
  const exists = existsIn(routes.allowed)
  const load = overloadGate({ exists, observe, inFlight, meter: eventLoopMeter() })
  return {
    gates: [nameRoutes(routes), answerOptions(routes), load.gate, addressGate({ exists, now })],
    close: load.close,
  }
}

/** `OPTIONS` of a path that exists: a preflight gets its grants from the CORS guard. */
function answerOptions(routes: Routes): Gate {
  return {
    before: (request) => {
      if (request.method !== 'OPTIONS') return undefined
      const allowed = routes.allowed(pathOf(request))
      if (allowed.length === 0) return undefined
      return { status: 204, headers: { allow: allowed.join(', ') }, body: undefined }
    },
  }
}

/** A refusal knows no route; the log and the metrics should. */
function nameRoutes(routes: Routes): Gate {
  return {
    after: (request, response) =>
      response.notes?.route === undefined ? named(response, request, routes) : response,
  }
}

function named(response: HttpResponse, request: HttpRequest, routes: Routes): HttpResponse {
  const path = pathOf(request)
  const method = routes.allowed(path).find((allowed) => allowed !== 'OPTIONS')
  if (method === undefined) return response
  const known = routes.allowed(path).includes(request.method) && request.method !== 'OPTIONS'
  const { route } = routes.match(known ? request.method : method, path)
  return { ...response, notes: { ...response.notes, route: route.endpoint.path } }
}

function pathOf({ url }: HttpRequest): string {
  const query = url.indexOf('?')
  return query === -1 ? url : url.slice(0, query)
}
