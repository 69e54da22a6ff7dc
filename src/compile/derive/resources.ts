import { allOf, anyOf } from '../../sql/predicate.ts'
import type {
  ComputedDesign,
  FilterOperator,
  IncludeDesign,
  ListDesign,
  Operation,
  ResourceDesign,
} from '../design.ts'
import type { Computed, FieldType, Resource, RuleExpression } from '../model.ts'
import { deriveFields } from './access.ts'
import type { Layout } from './layout.ts'
import { kebabCase } from './naming.ts'
import { isEverybody } from './rules/policies.ts'
import { splitPredicate } from './rules/split.ts'
import { innerRows, readPredicate, ruleScope } from './rules/translate.ts'
import { whoTerms } from './rules/who.ts'
import { SEARCH_COLUMN } from './tables/tables.ts'

/** The resources as the server knows them, in the order of the blueprint. */
export function deriveResources(layout: Layout): readonly ResourceDesign[] {
  return layout.model.resources.map((resource) => ({
    name: resource.name,
    plural: resource.plural,
    path: kebabCase(resource.plural),
    table: layout.table(resource.name),
    description: resource.description,
    fields: deriveFields(resource, layout),
    computed: resource.computed.map((computed) => deriveComputed(resource, computed, layout)),
    operations: operationsOf(resource),
    list: deriveList(resource, layout),
    includes: deriveIncludes(resource, layout),
    limits: resource.limits,
    cache: resource.cache,
    clientIds: resource.clientIds,
    requireIfMatch: resource.requireIfMatch,
    public: splitPredicate(readPredicate(resource.name, ruleScope(resource.name), layout)).some(
      isEverybody,
    ),
  }))
}

const OPERATIONS = ['create', 'update', 'delete'] as const

function operationsOf(resource: Resource): readonly Operation[] {
  const reads: readonly Operation[] = resource.rules.read === undefined ? [] : ['read', 'list']
  return [...reads, ...OPERATIONS.filter((operation) => resource.rules[operation] !== undefined)]
}

/** Only what the actor may read is counted: the read rule of the counted resource is part of `where`. */
function deriveComputed(resource: Resource, computed: Computed, layout: Layout): ComputedDesign {
  const scope = ruleScope(resource.name)
  const { table, where } = innerRows(computed, scope, layout)
  const counted = {
    ...ruleScope(computed.resource),
    readable: referenceToRow(computed.where, computed.variable),
  }
  const visible = splitPredicate(readPredicate(computed.resource, counted, layout))
  return {
    name: computed.name,
    kind: computed.kind,
    resource: computed.resource,
    table,
    column:
      computed.kind === 'sum' ? layout.field(computed.resource, computed.field).column : undefined,
    where: allOf([
      where,
      anyOf(visible.map(({ who, permitted }) => allOf([...whoTerms(who), permitted]))),
    ]),
  }
}

/** The reference by which every counted row points at the row that is read, which is therefore readable. */
function referenceToRow(where: RuleExpression, counted: number): string | undefined {
  const terms = where.kind === 'all' ? where.terms : [where]
  for (const term of terms) {
    if (term.kind !== 'compare' || term.op !== '=' || term.value.kind !== 'path') continue
    const { path } = term.value
    const isRow = path.variable === 0 && path.fields.length === 0
    const [field] = term.path.fields
    if (isRow && term.path.variable === counted && term.path.fields.length === 1) return field
  }
  return undefined
}

function deriveList(resource: Resource, layout: Layout): ListDesign {
  const { filter, sort, search } = resource.list
  return {
    filter: filter.map((field) => ({
      field,
      operators: operatorsOf(layout.field(resource.name, field).type),
    })),
    sort,
    search: search.length === 0 ? undefined : { fields: search, column: SEARCH_COLUMN },
  }
}

const ORDERED = ['int', 'bigint', 'decimal', 'money', 'timestamp', 'date', 'duration']

function operatorsOf(type: FieldType): readonly FilterOperator[] {
  const equality: readonly FilterOperator[] = ['eq', 'in', 'not', 'null']
  return ORDERED.includes(type.kind) ? [...equality, 'gt', 'gte', 'lt', 'lte'] : equality
}

/** What a reference points to, and what points here and can be listed by it. */
function deriveIncludes(resource: Resource, layout: Layout): readonly IncludeDesign[] {
  const ones = resource.fields.flatMap(({ name, type }): readonly IncludeDesign[] =>
    type.kind === 'reference' ? [{ kind: 'one', name, field: name, resource: type.to }] : [],
  )
  const taken = new Set([
    ...resource.fields.map(({ name }) => name),
    ...resource.computed.map(({ name }) => name),
  ])
  return [
    ...ones,
    ...layout.model.resources.flatMap((other) => manyIncludes(resource, other, taken)),
  ]
}

/** `comments`; with the field where that name is taken or two references point here: `followsByFollower`. */
function manyIncludes(
  resource: Resource,
  other: Resource,
  taken: ReadonlySet<string>,
): readonly IncludeDesign[] {
  const pointing = other.fields.filter(
    ({ type }) => type.kind === 'reference' && type.to === resource.name,
  )
  const isOnly = pointing.length === 1 && !taken.has(other.plural)
  return pointing
    .filter(({ name }) => other.list.filter.includes(name))
    .map(({ name: field }) => ({
      kind: 'many',
      name: isOnly
        ? other.plural
        : `${other.plural}By${field.charAt(0).toUpperCase()}${field.slice(1)}`,
      field,
      resource: other.name,
    }))
}
