import type { Design, Predicate } from '../compile/design.ts'
import { type Database, DatabaseError } from '../engine/ports/database.ts'
import type { SqlQuery } from '../sql/query.ts'
import { ArchitectError, invariant } from '../std/error.ts'
import type { Actor } from './actor.ts'
import type { Call } from './call.ts'
import { createCursors } from './cursor.ts'
import type { HttpRequest } from './http.ts'
import { noFaults } from './parse/faults.ts'
import { parseList } from './parse/list-request.ts'
import { parseRead } from './parse/read-request.ts'
import { admit, applies, classOf, policyKey } from './plan/admit.ts'
import { actorIdOf } from './plan/plan.ts'
import { type Catalogue, catalogueOf } from './query/context.ts'
import { createStatements } from './query/to-query.ts'
import { compileRoutes, type RouteMatch } from './routes.ts'
import { parseWrite } from './write/parse-write.ts'
import { performWrite } from './write/perform-write.ts'

/** How a request would be answered. */
export interface Explanation {
  /** `v1.share.list` */
  readonly endpoint: string
  /** The branches of the rule that admit the actor, as sentences. */
  readonly branches: readonly string[]
  /** Index-ordered walks that are merged; 1 for one row. */
  readonly walks: number
  readonly query: SqlQuery
}

/** A request to explain, as a client would send it. */
export interface ExplainedRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** JSON; an empty object where a write has none. */
  readonly body: string | undefined
}

/**
 * The very statement that the server would send for a request, without sending it.
 * @throws {ArchitectError} ARC301, ARC103, ARC201, ARC202, ARC101 or ARC102, as the server would.
 */
export async function explainRequest(
  design: Design,
  request: ExplainedRequest,
  actor: Actor,
): Promise<Explanation> {
  const catalogue = catalogueOf(design)
  const [path = ''] = request.url.split('?')
  const match = compileRoutes(design).match(request.method, path)
  const { resource, endpoint } = match.route
  const operation = RULE_OF[endpoint.operation]
  if (operation === undefined)
    throw new ArchitectError('ARC301', `${endpoint.id} is one statement per event`)
  const policies = catalogue.policies.get(policyKey(resource.name, operation)) ?? []
  const branches = admit(policies, classOf(actor))
  const prose = policies.filter(
    ({ permitted: rule, who }) =>
      applies(who, classOf(actor)) &&
      branches.some((branch) => branch === rule || branch.kind === 'true'),
  )
  const about = { endpoint: endpoint.id, branches: prose.map((policy) => policy.prose) }
  const explained: Explained = { catalogue, match, request, actor, branches }
  return operation === 'read'
    ? { ...about, ...explainRead(explained) }
    : { ...about, walks: 1, query: await explainWrite(explained) }
}

/** Which rule an operation asks. */
const RULE_OF = {
  read: 'read',
  list: 'read',
  create: 'create',
  bulk: 'create',
  update: 'update',
  delete: 'delete',
  events: undefined,
  action: undefined,
} as const

interface Explained {
  readonly catalogue: Catalogue
  readonly match: RouteMatch
  readonly request: ExplainedRequest
  readonly actor: Actor
  readonly branches: readonly Predicate[]
}

function explainRead({
  catalogue,
  match,
  request,
  actor,
  branches,
}: Explained): Pick<Explanation, 'walks' | 'query'> {
  const { endpoint, version, names } = match.route
  const [, query = ''] = request.url.split('?')
  const audience = { catalogue, actor: classOf(actor), names }
  const asking = askingOf(catalogue, match, actor)
  const permitted = { actor, audience, version: version.name, branches }
  const statements = createStatements()
  if (endpoint.operation === 'read') {
    const parsed = parseRead(match.id ?? '', query, asking)
    return {
      walks: 1,
      query: statements.read({ kind: 'read', request: parsed, ...permitted }).query,
    }
  }
  const options = {
    stream: false,
    cursors: createCursors(UNSIGNED),
    actorId: actorIdOf(actor) ?? '',
  }
  const parsed = parseList(query, asking, options)
  const { query: asked, statement } = statements.list({
    kind: 'list',
    request: parsed,
    paged: true,
    ...permitted,
  })
  return { walks: statement.legs, query: asked }
}

/** Carries the write out against a database that only notes the statement. */
async function explainWrite({ catalogue, match, request, actor }: Explained): Promise<SqlQuery> {
  const { endpoint, resource, version } = match.route
  const operation = WRITES[request.method] ?? 'create'
  const type = request.method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const http: HttpRequest = {
    method: request.method,
    url: request.url,
    headers: { 'content-type': type, 'if-match': '*' },
    body: () => Promise.resolve(Buffer.from(request.body ?? '{}')),
    requestId: 'explain',
    signal: new AbortController().signal,
    address: '127.0.0.1',
  }
  const route = {
    operation: endpoint.operation === 'bulk' ? ('bulk' as const) : operation,
    resource,
    version,
  }
  const parsed = await parseWrite(http, match.id === undefined ? route : { ...route, id: match.id })
  const noted: SqlQuery[] = []
  const database = noting(noted)
  const writing = {
    design: catalogue.design,
    database,
    version,
    newId: () => UNKNOWN_ID,
    problem: ({ message }: ArchitectError) => message,
  }
  await performWrite(parsed, actor, writing).catch((error: unknown) => {
    if (noted.length === 0) throw error
  })
  return invariant(noted[0], 'a write sends a statement')
}

const WRITES: Readonly<Record<string, 'create' | 'update' | 'delete'>> = {
  POST: 'create',
  PATCH: 'update',
  DELETE: 'delete',
}
const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000'

function noting(noted: SqlQuery[]): Database {
  const refuse = (): never => {
    throw new Error('nothing is sent while explaining')
  }
  return {
    query: (query) => {
      noted.push(query)
      return Promise.reject(new DatabaseError('cancelled', 'only noted'))
    },
    transaction: refuse,
    stream: refuse,
    listen: refuse,
    health: () => ({ state: 'up' }),
    version: refuse,
    close: () => Promise.resolve(),
  }
}

/** Nothing is signed for anybody: a cursor of a server is not understood here. */
const UNSIGNED = Buffer.alloc(32)

function askingOf({ resources }: Catalogue, match: RouteMatch, actor: Actor): Call['asking'] {
  const { resource, names } = match.route
  return { resource, resources, names, actor: classOf(actor), faults: noFaults() }
}
