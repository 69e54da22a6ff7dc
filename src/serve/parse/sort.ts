import type { SortKey } from '../../compile/design.ts'
import { type Asking, saidNames, todaysName } from './asking.ts'

/** A sort that an index answers: an order of the design, its reverse, or the id. Undefined, and a fault, for any other. */
export function parseSort(
  text: string,
  asking: Asking,
  parameter: string,
): readonly SortKey[] | undefined {
  const keys = text.split(',').map((part) => {
    const descending = part.startsWith('-')
    const field = todaysName(asking, descending ? part.slice(1) : part)
    return { field: field ?? '', descending }
  })
  if (isOffered(keys, asking)) return keys
  asking.faults.add(
    parameter,
    'unknown',
    `is one of ${offeredTexts(asking).join(' · ')}, or its reverse.`,
  )
  return undefined
}

function isOffered(keys: readonly SortKey[], asking: Asking): boolean {
  if (keys.length === 1 && keys[0]?.field === 'id') return true
  return asking.resource.list.sort.some(
    (order) => same(order, keys, false) || same(order, keys, true),
  )
}

function same(order: readonly SortKey[], keys: readonly SortKey[], reversed: boolean): boolean {
  return (
    order.length === keys.length &&
    order.every(
      (key, i) =>
        key.field === keys[i]?.field && key.descending === (keys[i].descending !== reversed),
    )
  )
}

function offeredTexts(asking: Asking): readonly string[] {
  const texts = asking.resource.list.sort.map((order) =>
    order
      .flatMap(({ field, descending }) =>
        saidNames(asking, [field]).map((name) => `${descending ? '-' : ''}${name}`),
      )
      .join(','),
  )
  return [...new Set([...texts, '-id'])]
}
