import type {
  Blueprint,
  DeclaredResource,
  FieldDefinition,
  Part,
  ResourceDefinition,
} from '../blueprint/definition.ts'
import type { FieldType } from '../blueprint/field-type.ts'
import type { RuleExpression } from '../blueprint/rule.ts'

/** A blueprint with its names made findable: what rules read. */
export interface Subject {
  readonly blueprint: Blueprint
  /** Resources of phase one by name. */
  readonly resources: ReadonlyMap<string, SubjectResource>
  /** All parts, those of modules too. */
  readonly parts: readonly Part[]
  /** Every resource definition of phase two, unknown and repeated ones too. */
  readonly definitions: readonly ResourceDefinition[]
  /** Every rule that stands anywhere. */
  readonly rules: readonly StatedRule[]
  /** The words of the identity's field `role`. */
  readonly roles: readonly string[]
}

export interface SubjectResource extends DeclaredResource {
  readonly byName: ReadonlyMap<string, FieldDefinition>
  /** The first definition among the parts. */
  readonly definition: ResourceDefinition | undefined
}

/** Names of the rows that a rule speaks of, by variable. */
export type RuleRows = ReadonlyMap<number, string>

/** A rule, and what it decides. */
export interface StatedRule {
  readonly resource: string
  readonly use: 'read' | 'create' | 'update' | 'delete' | 'readable' | 'writable' | 'computed'
  readonly rule: RuleExpression
  readonly rows: RuleRows
}

/** What every row has besides the author's fields. */
export const SYSTEM_FIELDS: ReadonlyMap<string, FieldType> = new Map<string, FieldType>([
  ['id', { kind: 'uuid' }],
  ['createdAt', { kind: 'timestamp' }],
  ['updatedAt', { kind: 'timestamp' }],
  ['version', { kind: 'int' }],
])

/** The blueprint as rules read it. */
export function subjectOf(blueprint: Blueprint): Subject {
  const parts = blueprint.parts.flatMap(withInnerParts)
  const definitions = parts.flatMap((part) => (part.kind === 'resource' ? [part.resource] : []))
  const resources = new Map(
    blueprint.resources.map(
      (declared) => [declared.name, resourceOf(declared, definitions)] as const,
    ),
  )
  return {
    blueprint,
    resources,
    parts,
    definitions,
    rules: definitions.filter(({ name }) => resources.has(name)).flatMap(statedRules),
    roles: rolesOf(resources.get(blueprint.identity)),
  }
}

function withInnerParts(part: Part): readonly Part[] {
  return part.kind === 'module' ? [part, ...part.parts.flatMap(withInnerParts)] : [part]
}

function resourceOf(
  declared: DeclaredResource,
  definitions: readonly ResourceDefinition[],
): SubjectResource {
  return {
    ...declared,
    byName: new Map(declared.fields.map((field) => [field.name, field])),
    definition: definitions.find(({ name }) => name === declared.name),
  }
}

function rolesOf(identity: SubjectResource | undefined): readonly string[] {
  const type = identity?.byName.get('role')?.type
  return type?.kind === 'oneOf' ? type.values : []
}

function statedRules(definition: ResourceDefinition): readonly StatedRule[] {
  const resource = definition.name
  const rows: RuleRows = new Map([[0, resource]])
  const allowed = OPERATIONS.flatMap((use) => {
    const rule = definition.allow[use]
    return rule === undefined ? [] : [{ resource, use, rule, rows }]
  })
  return [
    ...allowed,
    ...Object.values(definition.readable).map((rule) => ({
      resource,
      use: 'readable' as const,
      rule,
      rows,
    })),
    ...Object.values(definition.writable).map((rule) => ({
      resource,
      use: 'writable' as const,
      rule,
      rows,
    })),
    ...Object.values(definition.computed).flatMap((computed) =>
      computed.kind === 'expr'
        ? []
        : [
            {
              resource,
              use: 'computed' as const,
              rule: computed.where,
              rows: new Map([...rows, [computed.variable, computed.resource] as const]),
            },
          ],
    ),
  ]
}

/** Operations that a rule opens, in the order in which documents list them. */
export const OPERATIONS = ['read', 'create', 'update', 'delete'] as const
