import type { Patch, UpdateRequest } from '../request.ts'
import { admitOperation } from './access.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { patchCurrent } from './patch-current.ts'
import { updateValues } from './update-values.ts'
import type { WriteResult } from './write-result.ts'

/**
 * Changes a row: in one statement where the patch says all about the new values, else in two (see `patchCurrent`).
 * @throws {ArchitectError} ARC201, ARC202, ARC301, ARC302, ARC102, ARC303, ARC305
 */
export async function performUpdate(
  request: UpdateRequest,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  admitOperation(context, 'update')
  const { id, patch, ifMatch } = request
  if (patch.kind === 'merge' && !mergesInside(patch, context)) {
    return await updateValues({ id, ifMatch, values: patch.set }, context, backend)
  }
  return await patchCurrent(request, context, backend)
}

/** An object given for a field that holds JSON is merged into what stands there. */
function mergesInside({ set }: Patch & { kind: 'merge' }, { resource }: WriteContext): boolean {
  return resource.fields.some(({ name, type }) => type.kind === 'json' && isObject(set[name]))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
