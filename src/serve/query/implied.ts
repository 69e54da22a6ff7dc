import type { Predicate, Scalar } from '../../compile/design.ts'
import { allOf } from '../../sql/predicate.ts'
import { branchesFor, policyKey } from '../plan/admit.ts'
import type { Include } from '../request.ts'
import type { Audience, RowSource } from './context.ts'
import { termsOf } from './terms.ts'

/**
 * Whether the rule of an included row follows from the rule of the row that includes it: a comment that may be read
 * where its share may be read needs no second look at the share that is being read. A row is shown only where its own
 * rule holds, so that rule may be taken for granted here.
 */
export function isImplied(source: RowSource, include: Include, audience: Audience): boolean {
  const outer = branchesOf(audience, source.resource.name)
  const inner = branchesOf(audience, include.resource.name)
  if (include.design.kind === 'many') {
    const column = columnOf(include.resource.fields, include.design.field)
    const covered = inner.flatMap((branch) =>
      readableThrough(branch, source.resource.table, column),
    )
    return outer.every((branch) => covered.includes(textOf(branch)))
  }
  const column = columnOf(source.resource.fields, include.design.field)
  const known = inner.map(textOf)
  return outer.every((branch) =>
    readableThrough(branch, include.resource.table, column).some((text) => known.includes(text)),
  )
}

function branchesOf({ catalogue, actor }: Audience, resource: string): readonly Predicate[] {
  return branchesFor(catalogue.policies.get(policyKey(resource, 'read')) ?? [], actor)
}

function columnOf(fields: RowSource['resource']['fields'], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.column
}

/** The branch of the referenced row's rule that a branch `exists (table where id = column and …)` stands for. */
function readableThrough(branch: Predicate, table: string, column: string | undefined): string[] {
  if (branch.kind !== 'exists' || branch.table !== table || column === undefined) return []
  const terms = termsOf(branch.where)
  const rest = terms.filter((term) => !isLink(term, column))
  return rest.length === terms.length - 1 ? [textOf(allOf(rest))] : []
}

function isLink(term: Predicate, column: string): boolean {
  if (term.kind !== 'compare' || term.op !== '=' || term.right.kind === 'list') return false
  const sides = [term.left, term.right]
  return (
    sides.some((side) => isColumn(side, 'id', 0)) && sides.some((side) => isColumn(side, column, 1))
  )
}

function isColumn(scalar: Scalar, column: string, up: number): boolean {
  return scalar.kind === 'column' && scalar.column === column && scalar.up === up
}

/** Both rules were made from the same words by the same compiler, so equal ones are equal texts. */
function textOf(predicate: Predicate): string {
  return JSON.stringify(predicate)
}
