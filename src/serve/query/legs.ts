import type { Predicate } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { predicateSql } from '../../sql/predicate-sql.ts'
import { type Sql, sql } from '../../sql/sql.ts'
import type { ActorClass } from '../plan/admit.ts'
import { type Fixed, ruleScope } from './context.ts'
import { type Driver, type DriverChoice, driverOf } from './driver.ts'
import { factored } from './factor.ts'
import type { FilterCase } from './filter.ts'
import { dependsOnRow, termsOf } from './terms.ts'

/** One index-ordered walk: rows that satisfy the filters and one branch of the rule. */
export interface Leg {
  readonly where: readonly Sql[]
  /** Walks the rows of many values of a column, found by a membership of the actor. */
  readonly driver: Driver | undefined
}

/**
 * The walks of a case: branches that contradict the filters fall away, those that need no row share one walk.
 * Where a branch has no index to follow, its walk passes by every row anyway, so it takes the others along.
 */
export function legsOf(
  one: FilterCase,
  branches: readonly Predicate[],
  choice: DriverChoice,
): readonly Leg[] {
  const possible = branches.filter((branch) => !contradicts(branch, one.constants))
  const gates = possible.filter((branch) => !dependsOnRow(branch, one.fixed))
  const others = possible
    .filter((branch) => dependsOnRow(branch, one.fixed))
    .map((branch) => ({ branch, driven: driverOf(one, branch, choice) }))
  const passing = others.some(({ branch, driven }) => driven === undefined && !leads(branch))
  if (passing) return [plainLeg(one, anyOf(factored(possible)), choice)]
  const merged = gates.length === 0 ? [] : [plainLeg(one, anyOf(factored(gates)), choice)]
  const apart = others.map(({ branch, driven }) => ({
    ...plainLeg(one, driven?.rest ?? branch, choice),
    driver: driven?.driver,
  }))
  return [...merged, ...apart]
}

function plainLeg(one: FilterCase, rule: Predicate, { actor }: DriverChoice): Leg {
  const where =
    rule.kind === 'true' ? one.where : [...one.where, permittedSql(rule, actor, one.fixed)]
  return { where, driver: undefined }
}

/** Whether a condition on the listed row itself says where its rows lie. Of a disjunction nothing is known: it may. */
function leads(branch: Predicate): boolean {
  return termsOf(branch).some(({ kind }) => kind === 'compare' || kind === 'or')
}

/** The rule about the listed row as a condition, in parentheses. */
export function permittedSql(predicate: Predicate, actor: ActorClass, fixed: Fixed): Sql {
  return sql`(${predicateSql(predicate, ruleScope(actor, 'r0', fixed))})`
}

/** `visibility = 'public'` admits nothing of a list that asks for `followers`. */
function contradicts(branch: Predicate, constants: ReadonlyMap<string, string>): boolean {
  return termsOf(branch).some((term) => {
    if (term.kind === 'false') return true
    if (term.kind !== 'compare' || term.left.kind !== 'column' || term.left.up !== 0) return false
    const asked = constants.get(term.left.column)
    if (asked === undefined) return false
    const { right } = term
    if (right.kind === 'list') return !right.values.some((value) => String(value) === asked)
    return term.op === '=' && right.kind === 'literal' && String(right.value) !== asked
  })
}
