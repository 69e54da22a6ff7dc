import type { FilterOperator, ResourceDesign, SortKey } from '../../design.ts'
import { type JsonSchema, typeSchema } from '../../json-schema.ts'
import { EXAMPLE_ID } from './example.ts'
import { readableFields, saidFields, type Voice } from './naming.ts'
import { type Part, ref, spoken } from './part.ts'
import { offeredIncludes } from './schemas.ts'

/** Values of one `[in]`, names of one `fields`. */
const VALUES_MAX = 100

/** Parameters that mean the same everywhere. */
export const PARAMETERS: Part = {
  Id: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The id of the row.',
    schema: { type: 'string', format: 'uuid', maxLength: 36 },
    example: EXAMPLE_ID,
  },
  Limit: {
    name: 'limit',
    in: 'query',
    description: 'Rows of one page.',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 100, default: 20 },
  },
  After: {
    name: 'after',
    in: 'query',
    description:
      'The cursor of the page before (`page.next`); good for the same filter and sort, and the same caller.',
    schema: { type: 'string', pattern: '^[\\w.-]+$', maxLength: 4096 },
  },
  Count: {
    name: 'count',
    in: 'query',
    description: 'Also count all rows of the list.',
    schema: { type: 'string', enum: ['exact', 'estimate'] },
  },
  Search: {
    name: 'q',
    in: 'query',
    description: 'Words to search for; the best matches come first.',
    schema: { type: 'string', pattern: '\\S', minLength: 1, maxLength: 200 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'Only when the row still has this ETag; otherwise 412.',
    schema: { type: 'string', pattern: '^(\\*|[^\\u0000]+)$', maxLength: 1024 },
    example: '"3"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'Answer 304 without a body when the row still has this ETag.',
    schema: { type: 'string', pattern: '^(\\*|[^\\u0000]+)$', maxLength: 1024 },
    example: '"3"',
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Send the same key again to try again safely: for 24 hours the first answer is repeated and nothing happens twice.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]+$', minLength: 1, maxLength: 255 },
    example: EXAMPLE_ID,
  },
  LastEventId: {
    name: 'Last-Event-ID',
    in: 'header',
    description: 'Sent by a client that was connected before; the stream then begins with a `gap`.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]+$', maxLength: 64 },
  },
}

/** What a list can be asked: filters, sort, search, page, fields and includes. */
export function listParameters(voice: Voice, resource: ResourceDesign): readonly Part[] {
  return [
    ...filterParameters(voice, resource),
    ...(resource.list.search === undefined ? [] : [ref('parameters', 'Search')]),
    sortParameter(voice, resource),
    ref('parameters', 'Limit'),
    ref('parameters', 'After'),
    ref('parameters', 'Count'),
    ...selectionParameters(voice, resource),
  ]
}

/** What any answer that holds a row can be asked to hold. */
export function selectionParameters(voice: Voice, resource: ResourceDesign): readonly Part[] {
  const includes = [
    ...offeredIncludes(voice, resource).map(({ name }) => name),
    ...computedNames(resource),
  ]
  return [
    fieldsParameter(voice, resource),
    ...(includes.length === 0 ? [] : [includeParameter(includes)]),
  ]
}

function computedNames(resource: ResourceDesign): readonly string[] {
  return resource.computed.map(({ name }) => name)
}

function fieldsParameter(voice: Voice, resource: ResourceDesign): Part {
  const names = saidFields(voice, resource, readableFields(resource)).map(([name]) => name)
  return {
    name: 'fields',
    in: 'query',
    description: 'Only these members; `id` is always among them.',
    style: 'form',
    explode: false,
    schema: {
      type: 'array',
      maxItems: VALUES_MAX,
      items: { type: 'string', enum: [...names, ...computedNames(resource)] },
    },
    example: names.slice(0, 2),
  }
}

function includeParameter(names: readonly string[]): Part {
  return {
    name: 'include',
    in: 'query',
    description: `Also these, with commas between: ${names.map((name) => `\`${name}\``).join(', ')}. Lists take options in parentheses: \`(limit:3,sort:-createdAt,include:...)\`.`,
    schema: { type: 'string', pattern: '^[\\w(),:-]+$', maxLength: 1000 },
    example: names[0],
  }
}

function sortParameter(voice: Voice, resource: ResourceDesign): Part {
  const orders = resource.list.sort.flatMap((order) =>
    [order, order.map(reversed)].map((keys) => orderText(voice, resource, keys)),
  )
  const texts = [...new Set([...orders.filter((text) => text !== ''), '-id', 'id'])]
  return {
    name: 'sort',
    in: 'query',
    description: 'The order of the list; a minus means descending.',
    schema: { type: 'string', enum: texts, default: texts[0] },
  }
}

function reversed({ field, descending }: SortKey): SortKey {
  return { field, descending: !descending }
}

/** Empty where the version does not have one of its fields. */
function orderText(voice: Voice, resource: ResourceDesign, order: readonly SortKey[]): string {
  const keys = order.map(({ field, descending }) => {
    const design = resource.fields.filter(({ name }) => name === field)
    const [said] = saidFields(voice, resource, design)
    return said === undefined ? undefined : `${descending ? '-' : ''}${said[0]}`
  })
  return keys.includes(undefined) ? '' : keys.join(',')
}

function filterParameters(voice: Voice, resource: ResourceDesign): readonly Part[] {
  return resource.list.filter.flatMap(({ field, operators }) => {
    const design = readableFields(resource).filter(({ name }) => name === field)
    return saidFields(voice, resource, design).flatMap(([name, { type }]) =>
      operators.map((operator) => filterParameter(name, operator, typeSchema(type))),
    )
  })
}

const MEANINGS: Readonly<Record<FilterOperator, string>> = {
  eq: 'is this',
  in: 'is one of these, with commas between',
  not: 'is not this',
  null: 'is absent (true) or present (false)',
  gt: 'is after or more than this',
  gte: 'is this, after or more',
  lt: 'is before or less than this',
  lte: 'is this, before or less',
}

function filterParameter(name: string, operator: FilterOperator, value: JsonSchema): Part {
  return {
    name: operator === 'eq' ? name : `${name}[${operator}]`,
    in: 'query',
    description: `Only where ${spoken(name)} ${MEANINGS[operator]}.`,
    ...filterValue(operator, value),
  }
}

function filterValue(operator: FilterOperator, value: JsonSchema): Part {
  if (operator === 'null') return { schema: { type: 'boolean' } }
  if (operator !== 'in') return { schema: value }
  return {
    style: 'form',
    explode: false,
    schema: { type: 'array', minItems: 1, maxItems: VALUES_MAX, items: value },
  }
}

/** The names of parameters, those of components included. */
export function parameterNames(parameters: readonly Part[]): readonly string[] {
  return parameters.map((parameter) => {
    const shared = Object(PARAMETERS[String(parameter['$ref']).split('/').at(-1) ?? ''])
    return String(parameter['name'] ?? shared.name)
  })
}
