import type { Selection } from '../request.ts'

/** A text that is equal for equal selections. */
export function selectionShape({ fields, computed, includes }: Selection): string {
  const nested = includes.map(({ design, limit, sort, select }) => {
    const order = sort.map(({ field, descending }) => `${descending ? '-' : ''}${field}`)
    return `${design.name}(${limit};${order.join(',')};${selectionShape(select)})`
  })
  return `${fields.join(',')};${computed.join(',')};${nested.join(',')}`
}
