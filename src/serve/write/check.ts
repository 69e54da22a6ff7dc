import type { FieldDesign, ResourceDesign } from '../../compile/design.ts'
import { ident, type Sql, sql } from '../../sql/sql.ts'
import { ArchitectError, type Fault } from '../../std/error.ts'
import { resourceNamed } from '../query/context.ts'
import { permittedField, permittedRows, ruleSql } from './access.ts'
import { saidName, type WriteContext } from './context.ts'
import { pointer } from './json-reader.ts'

/** A condition that the statement decides, and the refusal where it does not hold. */
export interface Check {
  readonly condition: Sql
  readonly refusal:
    | { readonly kind: 'forbidden'; readonly message: string; readonly faults: readonly Fault[] }
    | { readonly kind: 'version' }
    | { readonly kind: 'fault'; readonly fault: Fault }
}

/** The rule of an operation holds for the row under `alias`; no check where it holds for every row. */
export function ruleChecks(
  context: WriteContext,
  operation: 'create' | 'update' | 'delete',
  alias: string,
): readonly Check[] {
  const { resource } = context
  const permitted = permittedRows(context, resource.name, operation)
  if (permitted.kind === 'true') return []
  const message = `You may not ${operation} this ${resource.name}.`
  return [
    {
      condition: ruleSql(context, permitted, alias),
      refusal: { kind: 'forbidden', message, faults: [] },
    },
  ]
}

/** The rules of the written fields hold for the row under `alias`, where they depend on it. */
export function fieldChecks(
  context: WriteContext,
  operation: 'create' | 'update',
  on: { readonly fields: readonly FieldDesign[]; readonly alias: string },
): readonly Check[] {
  return on.fields.flatMap((field) => {
    const permitted = permittedField(context, field[operation])
    if (permitted.kind === 'true') return []
    const fault = {
      pointer: pointer([saidName(context, field.name)]),
      code: 'not-writable',
      message: 'is not yours to write',
    }
    return {
      condition: ruleSql(context, permitted, on.alias),
      refusal: {
        kind: 'forbidden' as const,
        message: `You may not write ${saidName(context, field.name)}.`,
        faults: [fault],
      },
    }
  })
}

/** Every row that a written reference of the row under `alias` points to is one that the actor may read. */
export function referenceChecks(
  context: WriteContext,
  fields: readonly FieldDesign[],
  alias: string,
): readonly Check[] {
  return fields.flatMap((field) => {
    if (field.type.kind !== 'reference' || field.setBy !== undefined) return []
    const target = resourceNamed(context.audience.catalogue, field.type.to)
    const fault = {
      pointer: pointer([saidName(context, field.name)]),
      code: 'not-found',
      message: `names no ${target.name} that you may read`,
    }
    return {
      condition: referenceSql(context, field, { target, alias }),
      refusal: { kind: 'fault' as const, fault },
    }
  })
}

/** Refuses with the first of the failed checks that is no fault of the values; else with all faults together. */
export function refuseFailed(failed: readonly Check[]): void {
  const refusal = refusalOf(failed)
  if (refusal !== undefined) throw refusal
}

/** The refusal that failed checks amount to; undefined where none failed. */
export function refusalOf(failed: readonly Check[]): ArchitectError | undefined {
  for (const { refusal } of failed) {
    if (refusal.kind === 'forbidden')
      return new ArchitectError('ARC202', refusal.message, { faults: refusal.faults })
    if (refusal.kind === 'version') {
      return new ArchitectError('ARC302', 'It has changed since the version that If-Match names.')
    }
  }
  const faults = failed.flatMap(({ refusal }) => (refusal.kind === 'fault' ? [refusal.fault] : []))
  return faults.length > 0 ? new ArchitectError('ARC102', describe(faults), { faults }) : undefined
}

/** The faults of a body in one sentence. */
export function describe(faults: readonly Fault[]): string {
  const [first] = faults
  const more = faults.length > 1 ? `, and ${faults.length - 1} more` : ''
  return first === undefined
    ? 'The body is not acceptable.'
    : `${first.pointer} ${first.message}${more}`
}

function referenceSql(
  context: WriteContext,
  field: FieldDesign,
  on: { readonly target: ResourceDesign; readonly alias: string },
): Sql {
  const { name, table } = on.target
  const readable = ruleSql(context, permittedRows(context, name, 'read'), 'referred')
  const key = ident(on.alias, field.column)
  const found = sql`exists (select 1 from ${ident(table)} as referred where referred.id = ${key} and (${readable}))`
  return field.nullable ? sql`${key} is null or ${found}` : found
}
