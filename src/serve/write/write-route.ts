import type { ApiVersion, ResourceDesign } from '../../compile/design.ts'
import { ArchitectError } from '../../std/error.ts'
import { type Names, namesOf } from '../plan/names.ts'
import type { FieldValues, Selection } from '../request.ts'
import { remembered } from './context.ts'

/** Which write a request asks for. */
export interface WriteRoute {
  readonly operation: 'create' | 'update' | 'delete' | 'bulk'
  readonly resource: ResourceDesign
  readonly version: ApiVersion
  /** The `{id}` of the path, as sent. */
  readonly id?: string | undefined
  /** What the answer holds, parsed when the body has been read; absent: all fields. @throws {ArchitectError} ARC101 */
  readonly select?: () => Selection
}

/** The names of a resource in the version of a route. */
export function routeNames({ resource, version }: WriteRoute): Names {
  const known = remembered(NAMES, version, () => new Map<ResourceDesign, Names | undefined>())
  if (!known.has(resource)) known.set(resource, namesOf(version, [resource]).get(resource.name))
  const names = known.get(resource)
  if (names === undefined) throw new ArchitectError('ARC301', 'There is nothing here.')
  return names
}

const NAMES = new WeakMap<ApiVersion, Map<ResourceDesign, Names | undefined>>()

/** Values under the names of a version, under today's. */
export function toToday(body: unknown, names: Names): FieldValues {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [names.today.get(name) ?? name, value]),
  )
}
