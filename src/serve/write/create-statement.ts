import type { FieldDesign } from '../../compile/design.ts'
import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { type Check, fieldChecks, referenceChecks, ruleCheck } from './check.ts'
import { newRowSql, storedColumns } from './columns.ts'
import type { WriteContext } from './context.ts'
import { allHold, answer, verdictItems } from './outcome.ts'
import type { WriteParts } from './write-statement.ts'

/**
 * A create as one statement: the row as it would be (`input`), the rules over it (`verdict`), and the insert
 * that happens only where all of them hold.
 *
 * `proceed` is a further condition: false where the same request has been carried out before.
 */
export function createParts(
  context: WriteContext,
  sent: readonly FieldDesign[],
  proceed: Sql = sql`true`,
): WriteParts {
  const checks = createChecks(context, sent)
  const columns = storedColumns(context).map(({ name }) => ident(name))
  const values = storedColumns(context).map(({ name }) => ident('input', name))
  return {
    steps: [
      sql`input as materialized (${newRowSql(context, sent)})`,
      sql`verdict as materialized (select ${verdictItems(checks)} from input)`,
      sql`written as (
        insert into ${ident(context.table.name)} (${join(columns, ', ')})
        select ${join(values, ', ')} from input, verdict where ${allHold(checks)} and ${proceed}
        returning *
      )`,
    ],
    answer: answer(context, checks, { position: sql`0`, join: sql`true` }),
  }
}

/** What must hold for the row under `input`: the rule of create, those of its fields, and its references. */
function createChecks(context: WriteContext, sent: readonly FieldDesign[]): readonly Check[] {
  return [
    ruleCheck(context, 'create', 'input'),
    ...fieldChecks(context, 'create', { fields: sent, alias: 'input' }),
    ...referenceChecks(context, sent, 'input'),
  ]
}
