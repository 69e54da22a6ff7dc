import type { FieldDesign } from '../../compile/design.ts'
import { ident, join, type Sql, sql } from '../../sql/sql.ts'
import { type Check, fieldChecks, referenceChecks, ruleChecks } from './check.ts'
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
  proceed: Sql | undefined = undefined,
): WriteParts {
  const checks = createChecks(context, sent)
  if (checks.length === 0 && proceed === undefined) return plainParts(context, sent)
  const columns = storedColumns(context).map(({ name }) => ident(name))
  const values = storedColumns(context).map(({ name }) => ident('input', name))
  return {
    steps: [
      sql`input as materialized (${newRowSql(context, sent)})`,
      sql`verdict as materialized (select ${verdictItems(checks)} from input)`,
      sql`written as (
        insert into ${ident(context.table.name)} (${join(columns, ', ')})
        select ${join(values, ', ')} from input, verdict where ${allHold(checks)} and ${proceed ?? sql`true`}
        returning *
      )`,
    ],
    answer: answer(context, checks, {
      position: sql`0`,
      from: sql`verdict left join written as r0 on true`,
    }),
  }
}

/** Nothing to decide: the row is inserted as it is, at the cost of an insert. */
function plainParts(context: WriteContext, sent: readonly FieldDesign[]): WriteParts {
  const columns = storedColumns(context).map(({ name }) => ident(name))
  const table = ident(context.table.name)
  return {
    steps: [
      sql`written as (insert into ${table} (${join(columns, ', ')}) ${newRowSql(context, sent)} returning *)`,
    ],
    answer: answer(context, [], { position: sql`0`, from: sql`written as r0` }),
  }
}

/** What must hold for the row under `input`: the rule of create, those of its fields, and its references. */
function createChecks(context: WriteContext, sent: readonly FieldDesign[]): readonly Check[] {
  return [
    ...ruleChecks(context, 'create', 'input'),
    ...fieldChecks(context, 'create', { fields: sent, alias: 'input' }),
    ...referenceChecks(context, sent, 'input'),
  ]
}
