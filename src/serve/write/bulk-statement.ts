import type { Column, FieldDesign } from '../../compile/design.ts'
import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import type { FieldValues } from '../request.ts'
import { toArrayCell, toCell } from './cell.ts'
import { type Check, fieldChecks, referenceChecks, ruleChecks } from './check.ts'
import { defaultSql, slotOf, storedColumns, systemValueSql, typeOf } from './columns.ts'
import type { WriteContext } from './context.ts'
import { allHold, answer, verdictItems } from './outcome.ts'
import type { Bindings } from './statement.ts'
import type { WriteParts } from './write-statement.ts'

/** One new row of a bulk. */
export interface BulkItem {
  /** Place in the request. */
  readonly position: number
  readonly id: string
  readonly body: FieldValues
}

const IDS = 'ids'
const POSITIONS = 'positions'
/** The column of an item's place. No field can have such a name: a column of ours would not hold a space. */
const PLACE = 'item position'

/**
 * Many creates as one statement: the items come as one array a column. In mode `all` the insert happens only
 * where every item passes; in mode `each` every item stands alone, and what conflicts is left out.
 */
export function bulkParts(context: WriteContext, mode: 'all' | 'each', proceed: Sql): WriteParts {
  const fields = sentFields(context)
  const checks = bulkChecks(context, fields)
  const columns = storedColumns(context).map(({ name }) => ident(name))
  const values = storedColumns(context).map(({ name }) => ident('input', name))
  const permitted =
    mode === 'all' ? sql`(select bool_and(${allHold(checks)}) from verdict)` : allHold(checks)
  return {
    steps: [
      sql`input as materialized (${inputRows(context, fields)})`,
      sql`verdict as materialized (select ${ident('input', PLACE)} as position, input.id as row_id, ${verdictItems(checks)} from input)`,
      sql`written as (
        insert into ${ident(context.table.name)} (${join(columns, ', ')})
        select ${join(values, ', ')} from input join verdict on verdict.position = ${ident('input', PLACE)}
        where ${permitted} and ${proceed} order by verdict.position
        ${mode === 'each' ? sql`on conflict do nothing` : sql``}
        returning *
      )`,
    ],
    answer: answer(context, checks, {
      position: sql`verdict.position`,
      from: sql`verdict left join written as r0 on r0.id = verdict.row_id`,
    }),
  }
}

/** The items of a bulk by slot: one array a column, and one that says which items named the field. */
export function bindItems(context: WriteContext, items: readonly BulkItem[]): Bindings {
  const arrays = sentFields(context).flatMap((field): [string, string][] => [
    [slotOf(field.name), toArrayCell(items.map(({ body }) => itemCell(field, body)))],
    [
      sentSlot(field),
      toArrayCell(items.map(({ body }) => String(Object.hasOwn(body, field.name)))),
    ],
  ])
  return {
    [IDS]: toArrayCell(items.map(({ id }) => id)),
    [POSITIONS]: toArrayCell(items.map(({ position }) => String(position))),
    ...Object.fromEntries(arrays),
  }
}

/** What a client may send: every item has all of it, defaults filled in. */
function sentFields({ resource }: WriteContext): readonly FieldDesign[] {
  return resource.fields.filter(({ name, create }) => name !== 'id' && create.kind !== 'never')
}

function itemCell(field: FieldDesign, body: FieldValues): string | null {
  return toCell(field.type, Object.hasOwn(body, field.name) ? body[field.name] : field.default)
}

function inputRows(context: WriteContext, fields: readonly FieldDesign[]): Sql {
  const sent = fields.flatMap((field) => [ident(field.column), ident(`sent ${field.name}`)])
  const arrays = fields.flatMap((field) => [
    sql`${slotOf(field.name)}::text[]`,
    sql`${sentSlot(field)}::boolean[]`,
  ])
  const items = storedColumns(context).map((column) => {
    return sql`${itemValue(context, column, fields)}::${typeOf(column)} as ${ident(column.name)}`
  })
  const flags = fields.map(({ name }) => ident('item', `sent ${name}`))
  return sql`select ${join([ident('item', PLACE), ...items, ...flags], ', ')}
    from unnest(${join([sql`${POSITIONS}::integer[]`, sql`${IDS}::uuid[]`, ...arrays], ', ')})
      as item(${join([ident(PLACE), ident('id'), ...sent], ', ')})`
}

function itemValue(context: WriteContext, column: Column, fields: readonly FieldDesign[]): Sql {
  const isSent = column.name === 'id' || fields.some(({ column: name }) => name === column.name)
  if (isSent) return ident('item', column.name)
  return systemValueSql(context, column) ?? defaultSql(column)
}

/** Field rules and references are asked of those items alone that named the field. */
function bulkChecks(context: WriteContext, fields: readonly FieldDesign[]): readonly Check[] {
  const rules = fields.flatMap((field) =>
    fieldChecks(context, 'create', { fields: [field], alias: 'input' }).map((check) => ({
      ...check,
      condition: sql`not ${ident('input', `sent ${field.name}`)} or (${check.condition})`,
    })),
  )
  return [
    ...ruleChecks(context, 'create', 'input'),
    ...rules,
    ...referenceChecks(context, fields, 'input'),
  ]
}

function sentSlot(field: FieldDesign): string {
  return `sent ${field.name}`
}
