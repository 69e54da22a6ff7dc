import type { Design } from '../../compile/design.ts'
import type { Database } from '../../engine/ports/database.ts'
import type { Answer } from '../call.ts'
import type { HttpResponse } from '../http.ts'
import { parseQueryString } from '../parse/query-string.ts'
import { parseSelection } from '../parse/select.ts'
import { parseWrite } from './parse-write.ts'
import { performWrite } from './perform-write.ts'
import type { Change, WriteResult } from './write-result.ts'

/** What writing needs. */
export interface Writing {
  readonly design: Design
  readonly database: Database
  /** A fresh UUIDv7. */
  readonly newId: () => string
  /** Told after every commit that changed rows. */
  readonly onChanges?: (changes: readonly Change[]) => void
}

type WriteOperation = 'create' | 'update' | 'delete' | 'bulk'

/** The answers of all operations that change rows. */
export function writeAnswers(writing: Writing): Readonly<Record<WriteOperation, Answer>> {
  return {
    create: answerWrite(writing, 'create'),
    update: answerWrite(writing, 'update'),
    delete: answerWrite(writing, 'delete'),
    bulk: answerWrite(writing, 'bulk'),
  }
}

function answerWrite(writing: Writing, operation: WriteOperation): Answer {
  return async (call, stage) => {
    const { http, match, actor, asking, query } = call
    const { resource, version } = match.route
    const request = await stage('parse', () => {
      const select = parseSelection(parseQueryString(query, asking.faults), asking)
      asking.faults.refuse()
      return parseWrite(http, { operation, resource, version, id: match.id, select })
    })
    const { design, database, newId } = writing
    const backend = { design, database, version, newId, signal: http.signal }
    const result = await stage('query', () => performWrite(request, actor, backend))
    if (result.changes.length > 0) writing.onChanges?.(result.changes)
    return stage('respond', () => respond(result))
  }
}

function respond({ status, headers, body }: WriteResult): HttpResponse {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return { status, headers: { ...type, 'cache-control': 'private, no-cache', ...headers }, body }
}
