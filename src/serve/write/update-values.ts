import type { FieldValues, IfMatch } from '../request.ts'
import { carryOut, writtenRow } from './carry-out.ts'
import { toArrayCell } from './cell.ts'
import { bindFields, ID, namedFields } from './columns.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { closedFields, refuseFaults } from './field-class.ts'
import type { Bindings } from './statement.ts'
import { VERSIONS } from './target.ts'
import { updateParts } from './update-statement.ts'
import { updated, type WriteResult } from './write-result.ts'

/** New values of one row. */
export interface NewValues {
  readonly id: string
  readonly values: FieldValues
  readonly ifMatch: IfMatch | undefined
}

/** Sets values in one statement. Of none, the answer is the row as it is. */
export async function updateValues(
  { values, id, ifMatch }: NewValues,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  refuseFaults(closedFields(context, { operation: 'update', names: Object.keys(values) }))
  const set = namedFields(context, values)
  const guarded = ifMatch?.kind === 'versions'
  const work = {
    operation: 'update' as const,
    shape: `${guarded} ${set.map(({ name }) => name).join(',')}`,
    parts: () => updateParts(context, { set, guarded }),
    bindings: { ...bindFields(set, values), [ID]: id, ...bindVersions(ifMatch) },
  }
  const done = await carryOut(work, context, backend)
  return updated(context, writtenRow(done, context), set.length > 0)
}

/** The versions that `If-Match` names. */
export function bindVersions(ifMatch: IfMatch | undefined): Bindings {
  if (ifMatch?.kind !== 'versions') return {}
  return { [VERSIONS]: toArrayCell(ifMatch.versions.map(String)) }
}
