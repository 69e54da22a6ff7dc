import type { Design } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import type { ArchitectError } from '../std/error.ts'
import type { Answer, Call } from './call.ts'
import type { RateLimits } from './guard/rate.ts'
import type { Change, ChangeKind } from './live/change.ts'
import { negotiate } from './negotiate.ts'
import { parseSelected } from './parse/read-request.ts'
import { problemBody } from './problem.ts'
import { parseWrite } from './write/parse-write.ts'
import { performWrite } from './write/perform-write.ts'

/** What changing rows needs. */
export interface Writing {
  readonly design: Design
  readonly database: Database
  readonly newId: () => string
  /** Told of every committed change. */
  readonly announce: (change: Change) => void
  readonly limits: RateLimits
}

type Write = 'create' | 'update' | 'delete' | 'bulk'

/** `POST`, `PATCH` and `DELETE`: parsed, carried out in one statement, told to those who listen. */
export function answerWrite(operation: Write, writes: Writing): Answer {
  const { announce, limits, database, ...backend } = writes
  return async (call, stage) => {
    const { http, match, actor } = call
    negotiate(http.headers['accept'], ['application/json'])
    const { resource, version } = match.route
    const route = {
      operation,
      resource,
      version,
      ...(match.id === undefined ? {} : { id: match.id }),
      select: () => parseSelected(call.query, call.asking, PARAMETERS[operation]),
    }
    const request = await stage('parse', () => parseWrite(http, route))
    if (request.operation === 'bulk') {
      // Each item is a create, and counts as one.
      const { address } = http
      const times = request.items.length
      limits.take({ resource: resource.name, operation: 'create', actor, address, times })
    }
    const problem = (refusal: ArchitectError): string => problemBody(refusal, http)
    const writing = { ...backend, database: counted(database, call), version, problem }
    const result = await stage('query', () => performWrite(request, actor, writing))
    for (const { resource: name, operation: kind, id } of result.changes) {
      announce({ resource: name, id, kind: KINDS[kind] })
    }
    const type = result.body === undefined ? {} : { 'content-type': 'application/json' }
    return {
      status: result.status,
      headers: { 'cache-control': 'no-store', ...type, ...result.headers },
      body: result.body,
    }
  }
}

/** Deleting answers with nothing, so there is nothing to choose. */
const PARAMETERS: Readonly<Record<Write, readonly string[] | undefined>> = {
  create: undefined,
  update: undefined,
  bulk: undefined,
  delete: [],
}

function counted(database: Pick<Database, 'query'>, { sent }: Call): Pick<Database, 'query'> {
  return {
    query: (query, options) => {
      sent.statements += 1
      return database.query(query, options)
    },
  }
}

const KINDS: Readonly<Record<'create' | 'update' | 'delete', ChangeKind>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
}
