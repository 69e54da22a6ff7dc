import type { FieldValues, JsonPatchOperation, Patch, UpdateRequest } from '../request.ts'
import { admitOperation } from './access.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { parsePointer } from './json-patch.ts'
import { patchCurrent, refuseValues } from './patch-current.ts'
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
  const values = knownValues(patch, context)
  if (values === undefined) return await patchCurrent(request, context, backend)
  return await updateValues({ id, ifMatch, values }, context, backend)
}

/** The new values that a patch gives, where they do not depend on what is stored. */
function knownValues(patch: Patch, context: WriteContext): FieldValues | undefined {
  switch (patch.kind) {
    case 'merge':
      return mergesInside(patch.set, context) ? undefined : patch.set
    case 'json-patch': {
      const set = patch.operations.map(fieldSet)
      const entries = set.flatMap((entry) => (entry === undefined ? [] : [entry]))
      if (entries.length < set.length) return undefined
      const values = Object.fromEntries(entries)
      refuseValues(values, context)
      return values
    }
  }
}

/** An operation that sets one field of the row: every field is there, if only as null, so removing is setting null. */
function fieldSet({ op, path, value }: JsonPatchOperation): readonly [string, unknown] | undefined {
  const [field, ...rest] = parsePointer(path) ?? []
  if (field === undefined || rest.length > 0) return undefined
  if (op === 'add' || op === 'replace') return [field, value]
  return op === 'remove' ? [field, null] : undefined
}

/** An object given for a field that holds JSON is merged into what stands there. */
function mergesInside(set: FieldValues, { resource }: WriteContext): boolean {
  return resource.fields.some(({ name, type }) => type.kind === 'json' && isObject(set[name]))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
