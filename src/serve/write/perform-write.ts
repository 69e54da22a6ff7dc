import type { Actor } from '../actor.ts'
import type { BulkRequest, CreateRequest, DeleteRequest, UpdateRequest } from '../request.ts'
import { performBulk } from './bulk.ts'
import { type WriteBackend, writeContext } from './context.ts'
import { performCreate } from './create.ts'
import { performDelete } from './delete.ts'
import { performUpdate } from './update.ts'
import type { WriteResult } from './write-result.ts'

/** A request that changes rows. */
export type WriteRequest = CreateRequest | UpdateRequest | DeleteRequest | BulkRequest

/**
 * Carries out a write in one statement that also decides whether it is allowed, and says what to answer.
 *
 * @throws {ArchitectError} ARC201 or ARC202 when the rule lets nobody like the actor in; ARC301 when the row does
 * not exist for the actor; ARC202 when it may read the row but not do this; ARC302 when another version is stored;
 * ARC102 for values that the actor may not write and references that it may not read; ARC303, ARC304 for conflicts.
 */
export async function performWrite(
  request: WriteRequest,
  actor: Actor,
  backend: WriteBackend,
): Promise<WriteResult> {
  const context = writeContext(backend, actor, request)
  switch (request.operation) {
    case 'create':
      return await performCreate(request, context, backend)
    case 'update':
      return await performUpdate(request, context, backend)
    case 'delete':
      return await performDelete(request, context, backend)
    case 'bulk':
      return await performBulk(request, context, backend)
  }
}
