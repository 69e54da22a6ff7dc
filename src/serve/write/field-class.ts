import { ArchitectError, type Fault } from '../../std/error.ts'
import { permittedField } from './access.ts'
import { describe } from './check.ts'
import { saidName, type WriteContext } from './context.ts'
import { pointer } from './json-reader.ts'

/** Fields that no branch of their rule opens to the actor: for it they do not exist. */
export function closedFields(
  context: WriteContext,
  on: {
    readonly operation: 'create' | 'update'
    readonly names: readonly string[]
  },
): readonly Fault[] {
  return on.names.flatMap((name) => {
    const field = context.resource.fields.find((candidate) => candidate.name === name)
    if (field === undefined || permittedField(context, field[on.operation]).kind !== 'false')
      return []
    return {
      pointer: pointer([saidName(context, name)]),
      code: 'not-writable',
      message: 'is not yours to write',
    }
  })
}

/** @throws {ArchitectError} ARC102 with `faults`, if there are any. */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ArchitectError('ARC102', describe(faults), { faults })
}
