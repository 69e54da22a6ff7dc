import type { ApiVersion, Endpoint, ResourceDesign } from '../design.ts'
import type { Model } from '../model.ts'
import { words } from './naming.ts'

type EndpointOperation = Endpoint['operation']

/** The versions, oldest first, each with the one that follows it. */
export function deriveVersions(model: Model): readonly ApiVersion[] {
  return model.versions.map(({ name, deprecation, sunset, resources }, at) => ({
    name,
    deprecation,
    sunset,
    successor: model.versions[at + 1]?.name,
    resources,
  }))
}

/** Every method and path that answers, version by version. */
export function deriveEndpoints(
  versions: readonly ApiVersion[],
  resources: readonly ResourceDesign[],
): readonly Endpoint[] {
  return versions.flatMap((version) =>
    resources
      .filter(({ name }) => version.resources[name]?.absent !== true)
      .flatMap((resource) =>
        operationsOf(resource).map((operation) => endpoint(version.name, resource, operation)),
      ),
  )
}

const SHAPES = {
  list: { method: 'GET', path: '' },
  create: { method: 'POST', path: '' },
  read: { method: 'GET', path: '/{id}' },
  update: { method: 'PATCH', path: '/{id}' },
  delete: { method: 'DELETE', path: '/{id}' },
  bulk: { method: 'POST', path: '/bulk' },
  events: { method: 'GET', path: '/events' },
  action: { method: 'POST', path: '/{id}/{action}' },
} as const

const ORDER = ['list', 'create', 'read', 'update', 'delete'] as const

/** A bulk creates, so it is there where a create is. */
function operationsOf(resource: ResourceDesign): readonly EndpointOperation[] {
  return [
    ...ORDER.filter((operation) => resource.operations.includes(operation)),
    ...(resource.operations.includes('create') ? (['bulk'] as const) : []),
    ...(resource.operations.includes('list') ? (['events'] as const) : []),
  ]
}

function endpoint(
  version: string,
  resource: ResourceDesign,
  operation: EndpointOperation,
): Endpoint {
  const { method, path } = SHAPES[operation]
  return {
    id: `${version}.${resource.name}.${operation}`,
    version,
    method,
    path: `/${version}/${resource.path}${path}`,
    resource: resource.name,
    operation,
    summary: summaryOf(resource, operation),
  }
}

function summaryOf(resource: ResourceDesign, operation: EndpointOperation): string {
  const one = `${/^[aeio]/.test(resource.name) ? 'an' : 'a'} ${words(resource.name)}`
  const many = words(resource.plural)
  switch (operation) {
    case 'list':
      return `List ${many}`
    case 'read':
      return `Read ${one}`
    case 'create':
      return `Create ${one}`
    case 'update':
      return `Change ${one}`
    case 'delete':
      return `Delete ${one}`
    case 'bulk':
      return `Write many ${many} at once`
    case 'events':
      return `Follow changes of ${many}`
    case 'action':
      return `Act on ${one}`
  }
}
