import type { CreateRequest } from '../request.ts'
import { admitOperation } from './access.ts'
import { carryOut, type Work, writtenRow } from './carry-out.ts'
import { bindFields, ID, namedFields } from './columns.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { createParts } from './create-statement.ts'
import { closedFields, refuseFaults } from './field-class.ts'
import { created, replayable, type WriteResult } from './write-result.ts'

/** Makes a row. @throws {ArchitectError} ARC201, ARC202, ARC102, ARC303 */
export async function performCreate(
  request: CreateRequest,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  admitOperation(context, 'create')
  const names = Object.keys(request.body)
  refuseFaults(closedFields(context, { operation: 'create', names }))
  const done = await carryOut(createWork(request, context, backend), context, backend)
  return replayable(created(context, writtenRow(done, context)), done.replayed)
}

function createWork(
  { body, idempotency }: CreateRequest,
  context: WriteContext,
  { newId }: WriteBackend,
): Work {
  const sent = namedFields(context, body)
  return {
    operation: 'create',
    once: idempotency && { ...idempotency, status: 201, operation: 'create' },
    shape: sent.map(({ name }) => name).join(','),
    parts: (proceed) => createParts(context, sent, proceed),
    bindings: { ...bindFields(sent, body), [ID]: newRowId(body, newId) },
  }
}

/** The id that the client sent, which its schema allows where the resource does; else one of ours. */
export function newRowId(body: Readonly<Record<string, unknown>>, newId: () => string): string {
  const sent = body['id']
  return typeof sent === 'string' ? sent : newId()
}
