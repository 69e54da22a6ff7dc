import type { Design, Policy } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import { ArchitectError } from '../std/error.ts'
import type { Actor } from './actor.ts'
import { answerList, answerRead } from './answer-read.ts'
import type { Authenticate } from './authenticate.ts'
import type { Answer, Call, Sent } from './call.ts'
import { createCursors } from './cursor.ts'
import type { Handler, HttpRequest, HttpResponse } from './http.ts'
import { noFaults } from './parse/faults.ts'
import { admit, classOf, policyKey } from './plan/admit.ts'
import { toProblem } from './problem.ts'
import { type Catalogue, catalogueOf } from './query/context.ts'
import { createStatements } from './query/to-query.ts'
import { lifecycleOf } from './respond/lifecycle.ts'
import { compileRoutes, type RouteMatch } from './routes.ts'
import { createStopwatch, NO_STOPWATCH } from './stopwatch.ts'

/** Everything that answering needs. */
export interface Backend {
  readonly design: Design
  readonly database: Database
  readonly authenticate: Authenticate
  /** Signs cursors; the same for all instances, at least 32 bytes. */
  readonly cursorSecret: Buffer
  /** Answers of operations that change rows, and of streams of events. */
  readonly answers: Readonly<Partial<Record<Operation, Answer>>>
  /** Limits per actor and operation: fields for the answer. @throws {ArchitectError} ARC203 */
  readonly limit?: (
    http: HttpRequest,
    actor: Actor,
    match: RouteMatch,
  ) => Readonly<Record<string, string>>
  /** Milliseconds that only grow; present: answers say how long each stage took. */
  readonly timing?: (() => number) | undefined
}

type Operation = RouteMatch['route']['endpoint']['operation']

/**
 * Requests to responses: authenticate, admit, parse, plan, query, respond. The order of checks is a promise:
 * nothing later may answer before something earlier, and a stranger learns nothing from what is wrong with a request.
 */
export function createHandler(backend: Backend): Handler {
  const catalogue = catalogueOf(backend.design)
  const routes = compileRoutes(backend.design)
  const answers = answersOf(backend)
  return async (http) => {
    const { stage, header } = backend.timing ? createStopwatch(backend.timing) : NO_STOPWATCH
    let limits: Readonly<Record<string, string>> = {}
    let lifecycle: Readonly<Record<string, string>> = {}
    const sent: Sent = { statements: 0 }
    try {
      const [path, query] = targetOf(http.url)
      const match = routes.match(http.method, path)
      lifecycle = lifecycleOf(match.route.version, undefined)
      const actor = await stage('authenticate', () => backend.authenticate(http))
      const call = stage('plan', () => admitted({ http, query, match, actor, sent }, catalogue))
      limits = backend.limit?.(http, actor, match) ?? limits
      const answer = answers[match.route.endpoint.operation] ?? notServed
      const response = await answer(call, stage)
      return described(response, call, { ...limits, ...timingOf(header()) })
    } catch (error) {
      const problem = toProblem(error, http) // the only catch of the stages
      const notes = { ...problem.notes, ...sent }
      return { ...problem, headers: { ...lifecycle, ...limits, ...problem.headers }, notes }
    }
  }
}

function answersOf({ database, cursorSecret, answers }: Backend): Backend['answers'] {
  const reading = { database, statements: createStatements(), cursors: createCursors(cursorSecret) }
  return { ...answers, read: answerRead(reading), list: answerList(reading) }
}

/** Whether the operation is open to the actor at all, before anything of the request is looked at. */
function admitted(
  call: Pick<Call, 'http' | 'query' | 'match' | 'actor' | 'sent'>,
  catalogue: Catalogue,
): Call {
  const { resource, endpoint, names } = call.match.route
  const actor = classOf(call.actor)
  const rule = RULE_OF[endpoint.operation]
  if (rule !== undefined) admit(catalogue.policies.get(policyKey(resource.name, rule)) ?? [], actor)
  const { resources } = catalogue
  return {
    ...call,
    audience: { catalogue, actor, names },
    asking: { resource, resources, names, actor, faults: noFaults() },
  }
}

/** Which rule an operation asks. An action asks its own. */
const RULE_OF: Readonly<Record<Operation, Policy['operation'] | undefined>> = {
  read: 'read',
  list: 'read',
  events: 'read',
  create: 'create',
  bulk: 'create',
  update: 'update',
  delete: 'delete',
  action: undefined,
}

function targetOf(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?')
  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

function notServed(): never {
  throw new ArchitectError('ARC301', 'This operation is not served here.')
}

/** Adds what log and clients may know of how the answer came about. */
function described(
  response: HttpResponse,
  call: Call,
  further: Readonly<Record<string, string>>,
): HttpResponse {
  const { version, endpoint } = call.match.route
  const headers = {
    ...response.headers,
    ...lifecycleOf(version, response.headers['link']),
    ...further,
  }
  const actorId = call.actor.kind === 'user' ? { actorId: call.actor.id } : {}
  const notes = { route: endpoint.path, ...actorId, ...call.sent, ...response.notes }
  return { ...response, headers, notes }
}

function timingOf(header: string): Record<string, string> {
  return header === '' ? {} : { 'server-timing': header }
}
