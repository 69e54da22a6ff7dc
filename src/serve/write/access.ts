import type { FieldAccess, Policy, Predicate } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { predicateSql } from '../../sql/predicate-sql.ts'
import type { Sql } from '../../sql/sql.ts'
import { admit, branchesFor, fieldBranches, policyKey } from '../plan/admit.ts'
import { ruleScope } from '../query/context.ts'
import type { WriteContext } from './context.ts'

/** On which rows of a resource the actor may do `operation`: the branches that admit it. Of none it is false. */
export function permittedRows(
  { audience }: WriteContext,
  resource: string,
  operation: Policy['operation'],
): Predicate {
  const policies = audience.catalogue.policies.get(policyKey(resource, operation)) ?? []
  return anyOf(branchesFor(policies, audience.actor))
}

/** On which rows the actor may use a field. */
export function permittedField({ audience }: WriteContext, access: FieldAccess): Predicate {
  return anyOf(fieldBranches(access, audience.actor))
}

/**
 * Refuses an operation that no branch of its rule opens to the actor, without looking at a row.
 * @throws {ArchitectError} ARC201 for the anonymous actor, ARC202 for any other.
 */
export function admitOperation(
  { audience, resource }: WriteContext,
  operation: 'create' | 'update' | 'delete',
): void {
  admit(audience.catalogue.policies.get(policyKey(resource.name, operation)) ?? [], audience.actor)
}

/** A rule as a condition on the row under `alias`. */
export function ruleSql({ audience }: WriteContext, rule: Predicate, alias: string): Sql {
  return predicateSql(rule, ruleScope(audience.actor, alias))
}
