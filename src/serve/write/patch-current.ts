import { isDeepStrictEqual } from 'node:util'
import { ArchitectError, invariant } from '../../std/error.ts'
import type { FieldValues, IfMatch, Patch, UpdateRequest } from '../request.ts'
import { bodyValidator } from './body-validator.ts'
import { saidName, type WriteBackend, type WriteContext } from './context.ts'
import { refuseFaults } from './field-class.ts'
import { applyJsonPatch, applyMergePatch } from './json-patch.ts'
import { pointer } from './json-reader.ts'
import { updateValues } from './update-values.ts'
import type { WriteResult } from './write-result.ts'

/** How often a patch is applied anew because another write came between, where the client named no version. */
const MAX_ATTEMPTS = 3

/**
 * Changes a row by a patch whose outcome depends on what is stored: JSON patches, and merge patches into a JSON value.
 * Two statements: one that reads the row as the actor may see it, under the rules of the update, and one that
 * writes the outcome if that version is still stored. Where it is not, and the client named no version, both
 * are sent again.
 */
export async function patchCurrent(
  request: UpdateRequest,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  const { id, patch, ifMatch } = request
  for (let attempt = 1; ; attempt += 1) {
    const current = await readCurrent({ id, ifMatch }, context, backend)
    const values = changedValues(current.row, patch, context)
    const versions: IfMatch = { kind: 'versions', versions: [current.version] }
    try {
      return await updateValues({ id, values, ifMatch: versions }, context, backend)
    } catch (error) {
      const mayRetry = ifMatch?.kind !== 'versions' && attempt < MAX_ATTEMPTS
      if (!(mayRetry && error instanceof ArchitectError && error.code === 'ARC302')) throw error
    }
  }
}

interface Current {
  readonly row: FieldValues
  readonly version: number
}

/** The whole row by today's names, in an update of nothing: refused where the update would be. */
async function readCurrent(
  about: { readonly id: string; readonly ifMatch: IfMatch | undefined },
  context: WriteContext,
  backend: WriteBackend,
): Promise<Current> {
  const fields = context.resource.fields.map(({ name }) => name)
  const whole = { ...context, select: { fields, computed: [], includes: [] } }
  const { body, headers } = await updateValues({ ...about, values: {} }, whole, backend)
  const said: unknown = JSON.parse(body ?? '{}')
  const { today } = invariant(context.audience.names.get(context.resource.name), 'no names')
  const members = Object.entries(Object(said)).map(
    ([name, value]) => [today.get(name) ?? name, value] as const,
  )
  return { row: Object.fromEntries(members), version: Number(headers['etag']?.replaceAll('"', '')) }
}

/** The fields that the patch changes, checked against their schema. */
function changedValues(row: FieldValues, patch: Patch, context: WriteContext): FieldValues {
  const after =
    patch.kind === 'merge' ? mergeFields(row, patch.set, context) : patchFields(row, patch)
  const names = new Set([...Object.keys(row), ...Object.keys(after)])
  const changed = [...names].filter((name) => !isDeepStrictEqual(row[name], after[name]))
  const values = Object.fromEntries(changed.map((name) => [name, after[name] ?? null]))
  refuseValues(values, context)
  return values
}

/** @throws {ArchitectError} ARC102 where new values break the schema of a patch. */
export function refuseValues(values: FieldValues, context: WriteContext): void {
  const said = Object.entries(values).map(([name, value]) => [saidName(context, name), value])
  const validate = bodyValidator(context.resource, context.version, 'update')
  refuseFaults(validate(Object.fromEntries(said)))
}

function mergeFields(row: FieldValues, set: FieldValues, { resource }: WriteContext): FieldValues {
  const merged = Object.entries(set).map(([name, value]) => {
    const isJson = resource.fields.some(
      (field) => field.name === name && field.type.kind === 'json',
    )
    return [name, isJson && value !== null ? applyMergePatch(row[name], value) : value] as const
  })
  return { ...row, ...Object.fromEntries(merged) }
}

function patchFields(
  row: FieldValues,
  { operations }: Patch & { kind: 'json-patch' },
): FieldValues {
  const patched = applyJsonPatch(row, operations)
  switch (patched.kind) {
    case 'patched':
      return { ...Object(patched.document) }
    case 'test-failed':
      throw new ArchitectError('ARC305', `The test of operation ${patched.index} does not hold.`)
    case 'path-not-found': {
      const fault = {
        pointer: pointer([patched.index, 'path']),
        code: 'not-found',
        message: 'leads to nothing',
      }
      throw new ArchitectError('ARC102', `Operation ${patched.index} leads to nothing.`, {
        faults: [fault],
      })
    }
  }
}
