import type { Database } from '../engine/ports/database.ts'
import type { Answer, Call } from './call.ts'
import type { Cursors } from './cursor.ts'
import { negotiate } from './negotiate.ts'
import { parseList } from './parse/list-request.ts'
import { parseRead } from './parse/read-request.ts'
import { admit, policyKey } from './plan/admit.ts'
import { actorIdOf, type ListPlan, type Plan } from './plan/plan.ts'
import type { Statements } from './query/to-query.ts'
import { cacheHeaders } from './respond/headers.ts'
import { linesOf, respondList } from './respond/list.ts'
import { respondRead } from './respond/read.ts'

/** What reading needs. */
export interface Reading {
  readonly database: Database
  readonly statements: Statements
  readonly cursors: Cursors
}

const JSON_TYPE = 'application/json'
const LINES_TYPE = 'application/x-ndjson'

/** `GET /v1/shares/{id}`. */
export function answerRead({ database, statements }: Reading): Answer {
  return async (call, stage) => {
    const { http, match, query } = call
    negotiate(http.headers['accept'], [JSON_TYPE])
    const request = stage('parse', () => parseRead(match.id ?? '', query, call.asking))
    const plan = stage('plan', () => ({ kind: 'read' as const, request, ...permitted(call) }))
    const { query: asked, statement } = statements.read(plan)
    call.sent.statements += 1
    const rows = await stage('query', () => database.query(asked))
    return stage('respond', () => respondRead({ plan, statement, http }, rows))
  }
}

/** `GET /v1/shares`: a page, or every row as a stream of lines. */
export function answerList(reading: Reading): Answer {
  return async (call, stage) => {
    const { http, query, actor } = call
    const stream = negotiate(http.headers['accept'], [JSON_TYPE, LINES_TYPE]) === LINES_TYPE
    const actorId = actorIdOf(actor) ?? ''
    const request = stage('parse', () =>
      parseList(query, call.asking, { stream, cursors: reading.cursors, actorId }),
    )
    const plan: ListPlan = stage('plan', () => ({
      kind: 'list' as const,
      request,
      paged: !stream,
      ...permitted(call),
    }))
    if (stream) return stage('respond', () => respondStream(plan, reading, call))
    const { query: asked, statement } = reading.statements.list(plan)
    call.sent.statements += 1
    const rows = await stage('query', () => reading.database.query(asked))
    return stage('respond', () =>
      respondList({ plan, statement, cursors: reading.cursors, http }, rows),
    )
  }
}

/** The stream is pulled by who reads it; when the client goes away its statement is cancelled. */
function respondStream(
  plan: ListPlan,
  { database, statements }: Reading,
  { http, sent }: Call,
): {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<string>
} {
  const { query, statement } = statements.list(plan)
  const { text, values } = query
  sent.statements += 1
  const batches = database.stream({ text, values }, { signal: http.signal })
  return {
    status: 200,
    headers: { 'content-type': LINES_TYPE, ...cacheHeaders(plan) },
    body: linesOf(batches, statement.layout),
  }
}

function permitted({
  actor,
  audience,
  match,
}: Call): Pick<Plan, 'actor' | 'audience' | 'version' | 'branches'> {
  const { resource, version } = match.route
  const policies = audience.catalogue.policies.get(policyKey(resource.name, 'read')) ?? []
  return { actor, audience, version: version.name, branches: admit(policies, audience.actor) }
}
