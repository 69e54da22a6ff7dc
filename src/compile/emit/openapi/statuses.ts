import type { Endpoint, ResourceDesign } from '../../design.ts'

/** What can go wrong with any request. */
const ALWAYS: readonly number[] = [400, 401, 403, 406, 408, 414, 429, 431, 500, 503]
const BODY: readonly number[] = [413, 415, 422]

/** The statuses that an operation can be refused with, ascending. */
export function refusedStatuses(
  operation: Endpoint['operation'],
  resource: ResourceDesign,
): readonly number[] {
  return [...ALWAYS, ...ownStatuses(operation, resource)].sort((a, b) => a - b)
}

function ownStatuses(
  operation: Endpoint['operation'],
  resource: ResourceDesign,
): readonly number[] {
  const versioned = [404, 409, 412, ...(resource.requireIfMatch ? [428] : [])]
  switch (operation) {
    case 'list':
    case 'events':
      return []
    case 'read':
      return [404]
    case 'create':
    case 'bulk':
      return [409, ...BODY]
    case 'update':
      return [...versioned, ...BODY]
    case 'delete':
      return versioned
    case 'action':
      return [404, 409, ...BODY]
  }
}
