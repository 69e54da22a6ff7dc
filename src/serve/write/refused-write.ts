import type { Table } from '../../compile/design.ts'
import { DatabaseError } from '../../engine/ports/database.ts'
import { ArchitectError, type Fault } from '../../std/error.ts'
import { permittedField, permittedRows } from './access.ts'
import { describe } from './check.ts'
import { saidName, type WriteContext } from './context.ts'
import { pointer } from './json-reader.ts'

const UNIQUE_VIOLATION = '23505'
const CHECK_VIOLATION = '23514'
const NOT_NULL_VIOLATION = '23502'
/** 23001 is what PostgreSQL 18 says of `on delete restrict`. */
const REFERENCE_VIOLATIONS: readonly string[] = ['23503', '23001']
/** Values that PostgreSQL cannot hold: class 22, "data exception". */
const DATA_EXCEPTION = '22'

/**
 * What PostgreSQL refused, in the words of the API: by the name of the constraint, never by its texts, which hold
 * values. Anything else is given back as it was.
 */
export function refusedWrite(
  error: unknown,
  context: WriteContext,
  operation: 'create' | 'update' | 'delete',
): unknown {
  if (!(error instanceof DatabaseError) || error.kind !== 'refused') return error
  const state = error.sqlState ?? ''
  if (state === UNIQUE_VIOLATION) return alreadyExists(error, context)
  if (REFERENCE_VIOLATIONS.includes(state)) {
    return operation === 'delete' ? stillReferenced(error, context) : notFound(error, context)
  }
  if (state === CHECK_VIOLATION || state === NOT_NULL_VIOLATION) return outOfBounds(error, context)
  if (state.startsWith(DATA_EXCEPTION)) {
    return new ArchitectError('ARC102', 'A value cannot be stored.', { cause: error })
  }
  return error
}

/** The conflict of a unique key. Its fields are named only to those who may read them in every row. */
export function conflict(
  context: WriteContext,
  fields: readonly string[],
  cause?: unknown,
): ArchitectError {
  const faults: Fault[] = areOpen(context, fields)
    ? fields.map((name) => ({
        pointer: pointer([saidName(context, name)]),
        code: 'taken',
        message: 'is taken',
      }))
    : []
  return new ArchitectError('ARC303', `There is such a ${context.resource.name} already.`, {
    faults,
    cause,
  })
}

function alreadyExists(error: DatabaseError, context: WriteContext): ArchitectError {
  return conflict(context, uniqueFields(context.table, error.constraint), error)
}

function uniqueFields(table: Table, constraint: string | undefined): readonly string[] {
  return table.uniques.find(({ name }) => name === constraint)?.fields ?? ['id']
}

function areOpen(context: WriteContext, names: readonly string[]): boolean {
  const { resource } = context
  const fields = resource.fields.filter(({ name }) => names.includes(name))
  return (
    permittedRows(context, resource.name, 'read').kind === 'true' &&
    fields.every(({ read }) => permittedField(context, read).kind === 'true')
  )
}

function stillReferenced(cause: DatabaseError, { resource }: WriteContext): ArchitectError {
  return new ArchitectError('ARC304', `Other things still refer to this ${resource.name}.`, {
    cause,
  })
}

/** A row that the statement saw, gone before its reference was stored; or an actor whose own row is gone. */
function notFound(cause: DatabaseError, context: WriteContext): ArchitectError {
  const { table, resource } = context
  const key = table.foreignKeys.find(({ name }) => name === cause.constraint)
  const field = resource.fields.find(({ name }) => name === key?.field)
  if (field?.setBy === 'actor') {
    return new ArchitectError('ARC202', 'The actor of this token does not exist any more.', {
      cause,
    })
  }
  const faults = [
    {
      pointer: pointer(field === undefined ? [] : [saidName(context, field.name)]),
      code: 'not-found',
      message: 'names nothing that you may read',
    },
  ]
  return new ArchitectError('ARC102', describe(faults), { faults, cause })
}

function outOfBounds(cause: DatabaseError, context: WriteContext): ArchitectError {
  const { table, resource } = context
  const check = table.checks.find(({ name }) => name === cause.constraint)
  const field = resource.fields.find(
    ({ name, column }) => name === check?.field || column === cause.column,
  )
  const faults =
    field === undefined
      ? []
      : [
          {
            pointer: pointer([saidName(context, field.name)]),
            code: 'out-of-range',
            message: 'is not a value of this field',
          },
        ]
  return new ArchitectError('ARC102', describe(faults), { faults, cause })
}
