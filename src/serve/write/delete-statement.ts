import { ident, sql } from '../../sql/sql.ts'
import { ruleChecks } from './check.ts'
import type { WriteContext } from './context.ts'
import { allHold, answerOfDelete, verdictItems } from './outcome.ts'
import { targetStep, VERSION_CHECK } from './target.ts'
import type { WriteParts } from './write-statement.ts'

/** A delete as one statement: the row, locked (`target`), the rule over it (`verdict`), and the delete where it holds. */
export function deleteParts(context: WriteContext, guarded: boolean): WriteParts {
  const checks = [...ruleChecks(context, 'delete', 'target'), ...(guarded ? [VERSION_CHECK] : [])]
  const table = ident(context.table.name)
  return {
    steps: [
      targetStep(context, 'update'),
      sql`verdict as materialized (select target.id as target_id, ${verdictItems(checks)} from target)`,
      sql`written as (delete from ${table} using verdict
        where ${table}.id = verdict.target_id and ${allHold(checks)} returning ${table}.id)`,
    ],
    answer: answerOfDelete(checks),
  }
}
