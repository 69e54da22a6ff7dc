import type { Actor } from '../../src/serve/actor.ts'
import type { HttpRequest, HttpResponse } from '../../src/serve/http.ts'
import { problemBody, toProblem } from '../../src/serve/problem.ts'
import { parseWrite } from '../../src/serve/write/parse-write.ts'
import { performWrite } from '../../src/serve/write/perform-write.ts'
import type { WriteRoute } from '../../src/serve/write/write-route.ts'
import { invariant } from '../../src/std/error.ts'
import { type Library, resourceOf } from './library.ts'
import { newId } from './writer.ts'

/** A request to change something, as a client sends it. */
export interface Asked {
  readonly as: Actor
  /** `create shelf`, `update shelf`, `bulk sample`. */
  readonly what: string
  readonly id?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What came back, with its body parsed and the faults as `code pointer`. */
export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
  readonly code: string | undefined
  readonly faults: readonly string[]
  readonly statements: number
}

const TYPES: Readonly<Record<string, string>> = {
  create: 'application/json',
  bulk: 'application/json',
  update: 'application/merge-patch+json',
  delete: '',
}

/** Asks the write side as the handler does: parse, perform, and any refusal as a problem. */
export async function ask(library: Library, asked: Asked): Promise<Told> {
  const http = httpOf(asked)
  const before = library.sent()
  const response = await answer(library, http, asked).catch((error: unknown) =>
    toProblem(error, http),
  )
  const body: Record<string, unknown> =
    response.body === undefined ? {} : JSON.parse(String(response.body))
  const errors = Array.isArray(body['errors']) ? body['errors'] : []
  return {
    status: response.status,
    headers: response.headers,
    body,
    code: typeof body['code'] === 'string' ? body['code'] : undefined,
    faults: errors.map(({ code, pointer }) => `${code} ${pointer}`),
    statements: library.sent() - before,
  }
}

async function answer(
  library: Library,
  http: HttpRequest,
  { what, id, as }: Asked,
): Promise<HttpResponse> {
  const { design, database } = library
  const [operation = '', name = ''] = what.split(' ')
  const version = invariant(design.versions.at(-1), 'a version')
  const request = await parseWrite(http, {
    operation: operationOf(operation),
    resource: resourceOf(design, name),
    version,
    id,
  })
  return await performWrite(request, as, {
    design,
    database,
    version,
    newId,
    problem: (refusal) => problemBody(refusal, http),
  })
}

function operationOf(text: string): WriteRoute['operation'] {
  return text === 'update' || text === 'delete' || text === 'bulk' ? text : 'create'
}

function httpOf({ what, body, headers }: Asked): HttpRequest {
  const [operation = ''] = what.split(' ')
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null))
  return {
    method: operation === 'update' ? 'PATCH' : 'POST',
    url: `/v1/${what}`,
    headers: { 'content-type': TYPES[operation], ...headers },
    body: async () => bytes,
    requestId: 'r',
    signal: new AbortController().signal,
    address: '127.0.0.1',
  }
}
