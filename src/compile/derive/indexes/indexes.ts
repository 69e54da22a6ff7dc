import type { Index, IndexKey, Policy, ResourceDesign, Table } from '../../design.ts'
import { shortHash } from '../hash.ts'
import type { Layout } from '../layout.ts'
import { identifier } from '../naming.ts'

/** What the index set follows from. */
export interface IndexInput {
  readonly layout: Layout
  readonly tables: readonly Table[]
  readonly policies: readonly Policy[]
  readonly resources: readonly ResourceDesign[]
}

export function deriveIndexes({ layout, resources }: IndexInput): readonly Index[] {
  return resources.flatMap((resource) => {
    const sorts = resource.list.sort.map((sort) =>
      sort.map(({ field, descending }) => ({
        column: layout.field(resource.name, field).column,
        descending,
      })),
    )
    const filters = resource.list.filter.map(
      ({ field }) => layout.field(resource.name, field).column,
    )
    const btrees = sorts.flatMap((sort) => [
      sort,
      ...filters.map((column) => [{ column, descending: false }, ...sort]),
    ])
    return btrees.map((keys) =>
      index(resource.table, [
        ...keys,
        { column: 'id', descending: keys.at(-1)?.descending ?? false },
      ]),
    )
  })
}

function index(table: string, keys: readonly IndexKey[]): Index {
  const hash = shortHash(JSON.stringify(keys)).slice(-8)
  return {
    name: identifier(table, ...keys.map(({ column }) => column), hash),
    table,
    method: 'btree',
    keys,
    unique: false,
    where: undefined,
    serves: ['list'],
  }
}
