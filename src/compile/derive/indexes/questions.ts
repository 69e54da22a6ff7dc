import type { IndexKey, Policy, ResourceDesign, SortKey, Table, UniqueKey } from '../../design.ts'
import type { Layout } from '../layout.ts'
import { words } from '../naming.ts'
import { demandOf, lookupsOf } from './demands.ts'
import { distinctQuestions, type Question } from './question.ts'

/** What the index set follows from. */
export interface IndexInput {
  readonly layout: Layout
  readonly tables: readonly Table[]
  readonly policies: readonly Policy[]
  readonly resources: readonly ResourceDesign[]
}

/** Filters of which every subset is asked together; of more, only one and two at a time. */
const MAX_FILTERS_COMBINED = 4
/** Types of which a filter is a range rather than a value: it is read along the order, not looked up. */
const RANGES = ['timestamp', 'date', 'duration', 'decimal', 'money', 'json', 'array', 'bytes']

/** Everything that can be asked of the tables, each question once. */
export function questionsOf(input: IndexInput): readonly Question[] {
  return distinctQuestions([
    ...input.tables.flatMap(keyQuestions),
    ...input.tables.flatMap((table) => referenceQuestions(table, input)),
    ...input.resources.flatMap((resource) => listQuestions(resource, input)),
    ...ruleQuestions(input),
  ])
}

function keyQuestions(table: Table): readonly Question[] {
  const keys = [
    { columns: table.primaryKey, text: `${words(table.resource)} by id` },
    ...table.uniques.map((key) => ({ columns: key.columns, text: uniqueText(table, key) })),
  ]
  return keys.map(({ columns, text }) => ({
    table: table.name,
    kind: 'unique',
    equal: columns,
    sort: [],
    constants: [],
    texts: [text],
  }))
}

function uniqueText(table: Table, { fields }: UniqueKey): string {
  return `${fields.map(words).join(' and ')} of a ${words(table.resource)} is unique`
}

/** A parent that goes away, by its own delete or with its own parent, has its children looked for. */
function referenceQuestions(table: Table, { tables, resources }: IndexInput): readonly Question[] {
  const deletable = deletableTables(tables, resources)
  return table.foreignKeys
    .filter(({ references }) => deletable.has(references.table))
    .map(({ columns, field, references }) => ({
      table: table.name,
      kind: 'reference',
      equal: columns,
      sort: [],
      constants: [],
      texts: [`delete from ${references.table}: ${field} of ${table.name}`],
    }))
}

function deletableTables(
  tables: readonly Table[],
  resources: readonly ResourceDesign[],
): ReadonlySet<string> {
  const found = new Set(
    resources.flatMap(({ table, operations }) => (operations.includes('delete') ? [table] : [])),
  )
  let before = -1
  while (before !== found.size) {
    before = found.size
    for (const { name, foreignKeys } of tables) {
      const goesAlong = foreignKeys.some(
        ({ onDelete, references }) => onDelete === 'cascade' && found.has(references.table),
      )
      if (goesAlong) found.add(name)
    }
  }
  return found
}

/** Each order with each set of filters in each branch of the read rule. */
function listQuestions(resource: ResourceDesign, input: IndexInput): readonly Question[] {
  const branches = input.policies.filter(
    (policy) => policy.operation === 'read' && policy.resource === resource.name,
  )
  const asked = resource.list.sort.flatMap((sort) =>
    filterSets(resource, input.layout).flatMap((filters) =>
      branches.map((branch) => listQuestion({ resource, sort, filters, branch, input })),
    ),
  )
  return [...asked, ...includeQuestions(resource, input)]
}

function filterSets(resource: ResourceDesign, layout: Layout): readonly (readonly string[])[] {
  const fields = resource.list.filter
    .map(({ field }) => field)
    .filter((field) => !RANGES.includes(layout.field(resource.name, field).type.kind))
  const isCombined = fields.length <= MAX_FILTERS_COMBINED
  const sets: (readonly string[])[] = [[]]
  for (const field of fields) {
    const open = sets.filter(({ length }) => isCombined || length < 2)
    sets.push(...open.map((set) => [...set, field]))
  }
  return sets
}

interface Asked {
  readonly resource: ResourceDesign
  readonly sort: readonly SortKey[]
  readonly filters: readonly string[]
  readonly branch: Policy
  readonly input: IndexInput
}

function listQuestion(asked: Asked): Question {
  const { resource, sort, filters, branch, input } = asked
  const column = (field: string): string => input.layout.field(resource.name, field).column
  const demand = demandOf(branch.permitted)
  const equal = [...new Set([...filters.map(column), ...demand.equal])]
  const keys = sort.map(({ field, descending }) => ({ column: column(field), descending }))
  return {
    table: resource.table,
    kind: 'list',
    equal,
    sort: totalOrder(keys, equal, uniquesOf(resource.table, input)),
    constants: demand.constants.filter((constant) => equal.includes(constant.column)),
    texts: [`GET ${listPath(resource, input)}${query(filters, sort)} (branch: ${branch.prose})`],
  }
}

/**
 * The order with `id` at its end, without what is one value anyway. After a unique key there is nothing to
 * order, so the key's own index does.
 */
function totalOrder(
  sort: readonly IndexKey[],
  equal: readonly string[],
  uniques: readonly (readonly string[])[],
): readonly IndexKey[] {
  const last = { column: 'id', descending: sort.at(-1)?.descending ?? false }
  const known = new Set(equal)
  const order: IndexKey[] = []
  for (const key of [...sort, last]) {
    if (uniques.some((columns) => columns.every((column) => known.has(column)))) return order
    if (!known.has(key.column)) order.push(key)
    known.add(key.column)
  }
  return order
}

/** Keys of which each combination has one row; one with an optional column has many rows without a value. */
export function uniquesOf(table: string, { tables }: IndexInput): readonly (readonly string[])[] {
  const found = tables.find(({ name }) => name === table)
  if (found === undefined) return []
  const optional = found.columns.filter(({ nullable }) => nullable).map(({ name }) => name)
  return [found.primaryKey, ...found.uniques.map(({ columns }) => columns)].filter(
    (columns) => !columns.some((column) => optional.includes(column)),
  )
}

function listPath(resource: ResourceDesign, { layout }: IndexInput): string {
  return `/${layout.model.versions.at(-1)?.name ?? 'v1'}/${resource.path}`
}

function query(filters: readonly string[], sort: readonly SortKey[]): string {
  const order = sort.map(({ field, descending }) => (descending ? `-${field}` : field)).join(',')
  return `?${[...filters, `sort=${order}`].join('&')}`
}

/** An include is a list in its default order, filtered by the reference. */
function includeQuestions(resource: ResourceDesign, input: IndexInput): readonly Question[] {
  const { layout } = input
  return resource.includes.flatMap((include) => {
    const other = input.resources.find(({ name }) => name === include.resource)
    const [sort] = other?.list.sort ?? []
    if (include.kind === 'one' || other === undefined || sort === undefined) return []
    const text = `GET ${listPath(resource, input)}?include=${include.name}`
    return input.policies
      .filter((policy) => policy.operation === 'read' && policy.resource === other.name)
      .map((branch) => ({
        ...listQuestion({ resource: other, sort, filters: [include.field], branch, input }),
        texts: [`${text} (${words(layout.resource(other.name).plural)}, branch: ${branch.prose})`],
      }))
  })
}

/** What rules and computed fields look for in other tables. */
function ruleQuestions({ policies, resources }: IndexInput): readonly Question[] {
  const rules = policies.map(({ permitted, operation, resource }) => ({
    predicate: permitted,
    text: `rule: ${operation} ${words(resource)}`,
  }))
  const fields = resources.flatMap(fieldRules)
  const computed = resources.flatMap(({ name, computed }) =>
    computed.map(({ name: field, kind, table, where }) => ({
      predicate: { kind: 'exists', table, where } as const,
      text: `${kind}: ${field} of ${words(name)}`,
    })),
  )
  return [...rules, ...fields, ...computed].flatMap(({ predicate, text }) =>
    lookupsOf(predicate).map(({ table, equal }) => ({
      table,
      kind: 'lookup' as const,
      equal: [...new Set(equal)],
      sort: [],
      constants: [],
      texts: [text],
    })),
  )
}

function fieldRules({ name, fields }: ResourceDesign): readonly {
  readonly predicate: Policy['permitted']
  readonly text: string
}[] {
  return fields.flatMap((field) =>
    [field.read, field.create, field.update].flatMap((access) =>
      access.kind === 'rule'
        ? access.branches.map(({ permitted }) => ({
            predicate: permitted,
            text: `rule: ${words(field.name)} of ${words(name)}`,
          }))
        : [],
    ),
  )
}
