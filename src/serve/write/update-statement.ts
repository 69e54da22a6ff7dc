import type { Column, FieldDesign } from '../../compile/design.ts'
import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { type Check, fieldChecks, referenceChecks, ruleChecks } from './check.ts'
import { slotOf, storedColumns, typeOf } from './columns.ts'
import type { WriteContext } from './context.ts'
import { allHold, answer, verdictItems } from './outcome.ts'
import { targetStep, VERSION_CHECK } from './target.ts'
import type { WriteParts } from './write-statement.ts'

/** What an update writes, and whether it names versions. */
export interface UpdateShape {
  readonly set: readonly FieldDesign[]
  readonly guarded: boolean
}

/**
 * An update as one statement: the row as it is, locked (`target`), as it would be (`next`), the rules over
 * both (`verdict`), and the update that happens only where all of them hold. With nothing to set the row is
 * answered as it is, in the version that it has.
 */
export function updateParts(context: WriteContext, shape: UpdateShape): WriteParts {
  const checks = updateChecks(context, shape)
  return {
    steps: [
      targetStep(context, 'no key update'),
      sql`next as materialized (select ${nextRow(context, shape.set)} from target)`,
      sql`verdict as materialized (select ${verdictItems(checks)} from target, next)`,
      sql`written as (${writtenStep(context, shape.set, checks)})`,
    ],
    answer: answer(context, checks, {
      position: sql`0`,
      from: sql`verdict left join written as r0 on true`,
    }),
  }
}

function updateChecks(context: WriteContext, { set, guarded }: UpdateShape): readonly Check[] {
  return [
    ...ruleChecks(context, 'update', 'target'),
    ...fieldChecks(context, 'update', { fields: set, alias: 'target' }),
    ...(guarded ? [VERSION_CHECK] : []),
    ...(set.length > 0 ? ruleChecks(context, 'update', 'next') : []),
    ...referenceChecks(context, set, 'next'),
  ]
}

function nextRow(context: WriteContext, set: readonly FieldDesign[]): Sql {
  const items = storedColumns(context).map(
    (column) => sql`${nextValue(column, set)} as ${ident(column.name)}`,
  )
  return join(items, ', ')
}

function nextValue(column: Column, set: readonly FieldDesign[]): Sql {
  if (column.name === 'version') return sql`target.version + 1`
  if (column.name === 'updated_at') return sql`now()`
  const field = set.find(({ column: name }) => name === column.name)
  return field === undefined
    ? ident('target', column.name)
    : sql`${slotOf(field.name)}::${typeOf(column)}`
}

function writtenStep(
  context: WriteContext,
  set: readonly FieldDesign[],
  checks: readonly Check[],
): Sql {
  if (set.length === 0) return sql`select target.* from target, verdict where ${allHold(checks)}`
  const names = ['version', 'updated_at', ...set.map(({ column }) => column)]
  const sets = names.map((name) => sql`${ident(name)} = ${ident('next', name)}`)
  const table = ident(context.table.name)
  return sql`update ${table} set ${join(sets, ', ')} from next, verdict
    where ${table}.id = next.id and ${allHold(checks)} returning ${table}.*`
}
