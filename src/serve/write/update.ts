import type { FieldValues, IfMatch, UpdateRequest } from '../request.ts'
import { admitOperation } from './access.ts'
import { carryOut, writtenRow } from './carry-out.ts'
import { toArrayCell } from './cell.ts'
import { bindFields, ID, namedFields } from './columns.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { closedFields, refuseFaults } from './field-class.ts'
import type { Bindings } from './statement.ts'
import { VERSIONS } from './target.ts'
import { updateParts } from './update-statement.ts'
import { updated, type WriteResult } from './write-result.ts'

/** Changes a row. @throws {ArchitectError} ARC201, ARC202, ARC301, ARC302, ARC102, ARC303 */
export async function performUpdate(
  request: UpdateRequest,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  admitOperation(context, 'update')
  if (request.patch.kind === 'json-patch') throw new Error('not served yet')
  return await updateValues({ ...request, values: request.patch.set }, context, backend)
}

/** Sets `values` in one statement. */
export async function updateValues(
  request: {
    readonly id: string
    readonly values: FieldValues
    readonly ifMatch: IfMatch | undefined
  },
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  const { values, id, ifMatch } = request
  const names = Object.keys(values)
  refuseFaults(closedFields(context, { operation: 'update', names }))
  const set = namedFields(context, values)
  const guarded = ifMatch?.kind === 'versions'
  const work = {
    operation: 'update' as const,
    shape: `${guarded} ${set.map(({ name }) => name).join(',')}`,
    parts: () => updateParts(context, { set, guarded, tests: [] }),
    bindings: { ...bindFields(set, values), [ID]: id, ...bindVersions(ifMatch) },
  }
  const outcomes = await carryOut(work, context, backend)
  return updated(context, writtenRow(outcomes, context), set.length > 0)
}

/** The versions that `If-Match` names. */
export function bindVersions(ifMatch: IfMatch | undefined): Bindings {
  if (ifMatch?.kind !== 'versions') return {}
  return { [VERSIONS]: toArrayCell(ifMatch.versions.map(String)) }
}
