import { ours } from '../introspect/ours.ts'
import type { LiveTable, LiveView, Schema } from '../introspect/schema.ts'
import type { ObjectKind } from './difference.ts'

/** An object of a schema, whatever it is, with the objects that belong to it. */
export interface Item {
  readonly kind: ObjectKind
  /** Of a function: without its arguments. */
  readonly name: string
  /** Null for what belongs to another object or to the whole database. */
  readonly schema: string | null
  /** Unique among its kind: `public.shares.title`, `public.slug(word text)`. */
  readonly path: string
  readonly id: string | null
  /** Of a column: its position in the catalog. */
  readonly number: number | null
  /** What it is, without its name and what changes by itself. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly parts: readonly Item[]
  /** False: somebody else made it, and it belongs to nothing of ours. */
  readonly ours: boolean
}

/** Every object of a schema that belongs to no other. */
export function itemsOf(schema: Schema): readonly Item[] {
  const mine = new Set(listed(ours(schema)).map((item) => `${item.kind} ${item.path}`))
  return listed(schema).map((item) => ({ ...item, ours: mine.has(`${item.kind} ${item.path}`) }))
}

function listed(schema: Schema): readonly Item[] {
  return [
    ...schema.schemas.map((one) => itemOf('schema', '', one)),
    ...schema.extensions.map((one) => itemOf('extension', '', one)),
    ...schema.types.map((one) => itemOf('type', one.schema, one)),
    ...schema.sequences.map((one) => itemOf('sequence', one.schema, one)),
    ...schema.tables.map(tableItem),
    ...schema.views.map(viewItem),
    ...schema.functions.map((one) => {
      const item = itemOf('function', one.schema, one)
      return { ...item, path: `${item.path}(${one.arguments})` }
    }),
    ...schema.defaultPrivileges.map((one) =>
      itemOf('default privileges', one.schema ?? '', {
        ...one,
        name: `${one.objects} of ${one.maker}`,
      }),
    ),
    ...schema.eventTriggers.map((one) => itemOf('event trigger', '', one)),
  ]
}

function tableItem(table: LiveTable): Item {
  const { columns, constraints, indexes, triggers, policies, rules, statistics, ...own } = table
  const path = pathOf(table.schema, table.name)
  const parts = [
    ...columns.map((one) => itemOf('column', path, one)),
    ...constraints.map((one) => itemOf('constraint', path, one)),
    // The index of a constraint says nothing that the constraint does not say, unless it is broken.
    ...indexes
      .filter((one) => !one.ofConstraint || !one.valid || !one.ready)
      .map((one) => itemOf('index', path, one)),
    ...triggers.map((one) => itemOf('trigger', path, one)),
    ...policies.map((one) => itemOf('policy', path, one)),
    ...rules.map((one) => itemOf('rule', path, one)),
    ...statistics.map((one) => itemOf('statistics', path, one)),
  ]
  return { ...itemOf('table', table.schema, own), parts }
}

function viewItem(view: LiveView): Item {
  // Its columns follow from its definition.
  const { columns: _, indexes, triggers, rules, ...own } = view
  const path = pathOf(view.schema, view.name)
  const parts = [
    ...indexes.map((one) => itemOf('index', path, one)),
    ...triggers.map((one) => itemOf('trigger', path, one)),
    ...rules.map((one) => itemOf('rule', path, one)),
  ]
  return { ...itemOf('view', view.schema, own), parts }
}

interface Facts {
  readonly name: string
  readonly schema?: string | null
  readonly id?: string | null
  readonly number?: number
}

/** Told by the item itself, or changed by the database itself. */
const NOT_FACTS = ['name', 'schema', 'id', 'number', 'rows', 'bytes', 'populated']

function itemOf(kind: ObjectKind, parent: string, object: Facts): Item {
  const { name, id, number } = object
  const entries = Object.entries(object).filter(([key]) => !NOT_FACTS.includes(key))
  return {
    kind,
    name,
    schema: object.schema ?? null,
    path: pathOf(parent, name),
    id: id ?? null,
    number: number ?? null,
    facts: Object.fromEntries(entries),
    parts: [],
    ours: true,
  }
}

function pathOf(parent: string, name: string): string {
  return parent === '' ? name : `${parent}.${name}`
}
