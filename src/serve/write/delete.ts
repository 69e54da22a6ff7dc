import type { DeleteRequest } from '../request.ts'
import { admitOperation } from './access.ts'
import { carryOut, writtenRow } from './carry-out.ts'
import { ID } from './columns.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { deleteParts } from './delete-statement.ts'
import { bindVersions } from './update-values.ts'
import { deleted, type WriteResult } from './write-result.ts'

/** Deletes a row. @throws {ArchitectError} ARC201, ARC202, ARC301, ARC302, ARC304 */
export async function performDelete(
  request: DeleteRequest,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  admitOperation(context, 'delete')
  const guarded = request.ifMatch?.kind === 'versions'
  const work = {
    operation: 'delete' as const,
    shape: String(guarded),
    parts: () => deleteParts(context, guarded),
    bindings: { [ID]: request.id, ...bindVersions(request.ifMatch) },
  }
  const outcomes = await carryOut(work, context, backend)
  return deleted(context, writtenRow(outcomes, context).id)
}
