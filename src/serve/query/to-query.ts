import type { SqlQuery } from '../../sql/query.ts'
import { actorIdOf, type ListPlan, type Plan, type ReadPlan } from '../plan/plan.ts'
import type { Filter, ListRequest, Selection } from '../request.ts'
import { selectionShape } from '../write/selection-shape.ts'
import { ACTOR, type Bindings, bind, shapeCache } from '../write/statement.ts'
import { filterSlot, isConstant } from './filter.ts'
import { LANGUAGE, type ListStatement, listStatement, WORDS } from './list.ts'
import { AFTER } from './order.ts'
import { ID, type ReadStatement, readStatement } from './read.ts'

/** Statements by shape. What two requests of one shape differ in is bound as values. */
export interface Statements {
  read(plan: ReadPlan): { readonly query: SqlQuery; readonly statement: ReadStatement }
  list(plan: ListPlan): { readonly query: SqlQuery; readonly statement: ListStatement }
}

/** An empty cache of statements; a thousand shapes stay. */
export function createStatements(): Statements {
  const reads = shapeCache<ReadStatement>()
  const lists = shapeCache<ListStatement>()
  return {
    read: (plan) => {
      const { request, branches, audience } = plan
      const statement = reads.get(audienceShape(plan), () =>
        readStatement(request, branches, audience),
      )
      const bindings = { [ACTOR]: actorIdOf(plan.actor), [ID]: request.id }
      return { statement, query: bind(statement.prepared, bindings) }
    },
    list: (plan) => {
      const statement = lists.get(listShape(plan), () => listStatement(plan))
      return { statement, query: bind(statement.prepared, listBindings(plan)) }
    },
  }
}

function audienceShape({ audience, version, request }: Plan): string {
  return `${version} ${request.resource.name} ${audience.actor.key} ${shapeOf(request.select)}`
}

/** The selection that asks for nothing in particular is one object, so its shape is made once. */
function shapeOf(select: Selection): string {
  const known = SHAPES.get(select)
  if (known !== undefined) return known
  const shape = selectionShape(select)
  SHAPES.set(select, shape)
  return shape
}

const SHAPES = new WeakMap<Selection, string>()

function listShape(plan: ListPlan): string {
  const { filter, sort, search, limit, after, count } = plan.request
  const filters = filter.map((of) => filterShape(of, plan.request))
  const order = sort.map(({ field, descending }) => (descending ? `-${field}` : field))
  const nulls = after?.map((value) => (value === null ? 'n' : 'v')).join('')
  return JSON.stringify([
    audienceShape(plan),
    filters,
    order,
    search === undefined,
    limit,
    nulls ?? null,
    count ?? null,
    plan.paged,
  ])
}

/** Constants belong to the text; of other values only their number does. */
function filterShape(filter: Filter, { resource }: ListRequest): readonly (string | number)[] {
  const { field, operator, values } = filter
  const design = resource.fields.find(({ name }) => name === field)
  const inText = operator === 'null' || (design !== undefined && isConstant(design))
  return [field, operator, ...(inText ? values : [values.length])]
}

function listBindings({ request, actor, audience }: ListPlan): Bindings {
  const bindings: Record<string, string | null> = {
    [ACTOR]: actorIdOf(actor),
    [LANGUAGE]: audience.catalogue.design.language,
  }
  if (request.search !== undefined) bindings[WORDS] = request.search
  request.after?.forEach((value, i) => {
    bindings[`${AFTER}${i}`] = value
  })
  request.filter.forEach(({ operator, values }, i) => {
    values.forEach((value, j) => {
      bindings[operator === 'in' ? filterSlot(i, j) : filterSlot(i)] = value
    })
  })
  return bindings
}
