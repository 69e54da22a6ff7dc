import type { Design, Predicate, ResourceDesign, Table } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { columnsOf, type PredicateScope } from '../../sql/predicate-sql.ts'
import { literal, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import {
  type ActorClass,
  branchesFor,
  type Policies,
  policiesOf,
  policyKey,
} from '../plan/admit.ts'
import type { Names } from '../plan/names.ts'
import { ACTOR } from '../write/statement.ts'

/** What stays the same for every statement of a design. */
export interface Catalogue {
  readonly design: Design
  readonly policies: Policies
  readonly tables: ReadonlyMap<string, Table>
  readonly resources: ReadonlyMap<string, ResourceDesign>
}

/** The catalogue of a design, made at start. */
export function catalogueOf(design: Design): Catalogue {
  return {
    design,
    policies: policiesOf(design),
    tables: new Map(design.tables.map((table) => [table.name, table])),
    resources: new Map(design.resources.map((resource) => [resource.name, resource])),
  }
}

/** For whom and in which words a statement is made. */
export interface Audience {
  readonly catalogue: Catalogue
  readonly actor: ActorClass
  /** Names of the version that is spoken, by resource. */
  readonly names: ReadonlyMap<string, Names>
}

/** Columns that a statement has fixed: a rule about them is asked of the value, not of the row. */
export type Fixed = ReadonlyMap<string, Sql>

/** The scope of a rule about the rows of `alias`. Where a column is fixed, its value stands for it. */
export function ruleScope(
  actor: ActorClass,
  alias: string,
  fixed: Fixed = NOTHING_FIXED,
): PredicateScope {
  const column = columnsOf(alias)
  return {
    rows: [(name) => fixed.get(name) ?? column(name)],
    actor: actor.signedIn ? sql`${ACTOR}::uuid` : sql`null::uuid`,
    signedIn: literal(actor.signedIn),
    role: (anyRole) => literal(anyRole.some((role) => actor.roles.has(role))),
  }
}

const NOTHING_FIXED: Fixed = new Map()

/** Which rows of a resource the audience may read: any of its branches. */
export function readable({ catalogue, actor }: Audience, resource: string): Predicate {
  return anyOf(branchesFor(catalogue.policies.get(policyKey(resource, 'read')) ?? [], actor))
}

/** The design of a resource that the design itself names. */
export function resourceNamed({ resources }: Catalogue, name: string): ResourceDesign {
  return invariant(resources.get(name), `the design has no resource ${name}`)
}

/** A row under an alias, of which members are made. */
export interface RowSource {
  readonly resource: ResourceDesign
  readonly alias: string
}
