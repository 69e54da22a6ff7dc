import type { FieldDesign, FilterDesign, FilterOperator } from '../../compile/design.ts'
import type { Cursors } from '../cursor.ts'
import { orderOfList } from '../query/list.ts'
import type { Filter, ListRequest } from '../request.ts'
import { type Asking, saidNames, visibleFields } from './asking.ts'
import { type Parameters, parseQueryString } from './query-string.ts'
import { refuseUnknown } from './read-request.ts'
import { parseSelection, selectionNames } from './select.ts'
import { parseSort } from './sort.ts'
import { valueFault } from './value.ts'

const DEFAULT_LIMIT = 20
const MOST_LIMIT = 100
/** Values of one `[in]`. */
const MOST_VALUES = 100
/** Characters of `?q=`. */
const MOST_WORDS = 200

/** How the list is to be answered, and what opens its cursors. */
export interface ListOptions {
  /** A stream has no pages: without `limit` it is the whole list. */
  readonly stream: boolean
  readonly cursors: Cursors
  /** Of the actor: a cursor is good for nobody else. */
  readonly actorId: string
}

/**
 * `GET /v1/shares?…`.
 * @throws {ArchitectError} ARC101 with every fault of the parameters.
 */
export function parseList(query: string, asking: Asking, options: ListOptions): ListRequest {
  const { resource, faults } = asking
  const parameters = parseQueryString(query, faults)
  const filters = filterNames(asking)
  refuseUnknown(parameters, allowedNames(asking, options, filters), asking)
  const search = resource.list.search === undefined ? undefined : searchOf(parameters, asking)
  const request: ListRequest = {
    operation: 'list',
    resource,
    select: parseSelection(parameters, asking),
    filter: [...filters].flatMap(([name, of]) =>
      filterOf(parameters.get(name), { ...of, name }, asking),
    ),
    sort: sortOf(parameters, asking, search),
    search,
    limit: limitOf(parameters, asking, options.stream),
    after: undefined,
    count: countOf(parameters, asking),
  }
  const after = afterOf(parameters, request, { asking, options })
  faults.refuse()
  return after === undefined ? request : { ...request, after }
}

interface FilterName {
  readonly field: FieldDesign
  readonly operator: FilterOperator
}

/** Every filter that may be asked, by its parameter: `visibility`, `createdAt[gte]`. */
function filterNames(asking: Asking): ReadonlyMap<string, FilterName> {
  const visible = new Set(visibleFields(asking))
  const offered = asking.resource.list.filter.filter(({ field }) => visible.has(field))
  return new Map(offered.flatMap((filter) => namesOf(filter, asking)))
}

function namesOf(
  { field, operators }: FilterDesign,
  asking: Asking,
): (readonly [string, FilterName])[] {
  const design = asking.resource.fields.find(({ name }) => name === field)
  const [said] = saidNames(asking, [field])
  if (design === undefined || said === undefined) return []
  return operators.map((operator) => [
    operator === 'eq' ? said : `${said}[${operator}]`,
    { field: design, operator },
  ])
}

function allowedNames(
  asking: Asking,
  { stream }: ListOptions,
  filters: ReadonlyMap<string, FilterName>,
): readonly string[] {
  const paging = stream ? ['limit'] : ['limit', 'after', 'count']
  const search = asking.resource.list.search === undefined ? [] : ['q']
  return [...filters.keys(), ...search, 'sort', ...paging, ...selectionNames(asking)]
}

function filterOf(
  text: string | undefined,
  { field, operator, name }: FilterName & { readonly name: string },
  { faults }: Asking,
): readonly Filter[] {
  if (text === undefined) return []
  const values = operator === 'in' ? [...new Set(text.split(','))] : [text]
  if (values.length > MOST_VALUES)
    faults.add(name, 'too-many', `has at most ${MOST_VALUES} values.`)
  const type = operator === 'null' ? ({ kind: 'boolean' } as const) : field.type
  const wrong = values.map((value) => valueFault(type, value)).find((fault) => fault !== undefined)
  if (wrong !== undefined) faults.add(name, 'type', wrong)
  return [{ field: field.name, operator, values }]
}

function sortOf(
  parameters: Parameters,
  asking: Asking,
  search: string | undefined,
): ListRequest['sort'] {
  const text = parameters.get('sort')
  const usual = search === undefined ? (asking.resource.list.sort[0] ?? []) : []
  return text === undefined ? usual : (parseSort(text, asking, 'sort') ?? usual)
}

function searchOf(parameters: Parameters, { faults }: Asking): string | undefined {
  const words = parameters.get('q')
  if (words !== undefined && (words.trim() === '' || words.length > MOST_WORDS)) {
    faults.add('q', 'range', `has 1 to ${MOST_WORDS} characters.`)
  }
  return words
}

function limitOf(parameters: Parameters, { faults }: Asking, stream: boolean): number {
  const text = parameters.get('limit')
  if (text === undefined) return stream ? Number.POSITIVE_INFINITY : DEFAULT_LIMIT
  const most = stream ? 2 ** 31 - 1 : MOST_LIMIT
  const limit = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= most) return limit
  faults.add('limit', 'range', `is a whole number from 1 to ${most}.`)
  return DEFAULT_LIMIT
}

function countOf(parameters: Parameters, { faults }: Asking): ListRequest['count'] {
  const text = parameters.get('count')
  if (text === undefined || text === 'exact' || text === 'estimate') return text
  faults.add('count', 'unknown', 'is exact or estimate.')
  return undefined
}

function afterOf(
  parameters: Parameters,
  request: ListRequest,
  { asking, options }: { readonly asking: Asking; readonly options: ListOptions },
): ListRequest['after'] {
  const cursor = parameters.get('after')
  if (cursor === undefined) return undefined
  const values = options.cursors.open(cursor, questionOf(request, options.actorId))
  if (values?.length === orderOfList(request).length) return values
  asking.faults.add(
    'after',
    'cursor',
    'is no cursor of this list: take it from page.next, with the same parameters.',
  )
  return undefined
}

/** What a cursor is bound to: the same rows in the same order for the same actor. */
export function questionOf(
  { resource, filter, sort, search }: ListRequest,
  actorId: string,
): string {
  return JSON.stringify([resource.name, filter, sort, search ?? null, actorId])
}
