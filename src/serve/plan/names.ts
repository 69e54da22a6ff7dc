import type { ApiVersion, FieldDesign, ResourceDesign } from '../../compile/design.ts'

/** How one version of the API speaks of one resource: compiled at start, once per version and resource. */
export interface Names {
  /** Today's fields that the version has, in the order of the design. */
  readonly fields: readonly FieldDesign[]
  /** Today's name for a name of the version; undefined for names that it does not have. */
  readonly today: ReadonlyMap<string, string>
  /** The version's name for today's name. */
  readonly said: ReadonlyMap<string, string>
}

/** The names of every resource in a version, by the name of the resource. Absent resources are not in it. */
export function namesOf(
  version: ApiVersion,
  resources: readonly ResourceDesign[],
): ReadonlyMap<string, Names> {
  const present = resources.filter(({ name }) => version.resources[name]?.absent !== true)
  return new Map(present.map((resource) => [resource.name, resourceNames(version, resource)]))
}

function resourceNames(version: ApiVersion, resource: ResourceDesign): Names {
  const differs = version.resources[resource.name]
  const without = new Set(differs?.without ?? [])
  const fields = resource.fields.filter(({ name }) => !without.has(name))
  const others = [...resource.computed, ...resource.includes].map(({ name }) => name)
  const today = [...fields.map(({ name }) => name), ...others.filter((name) => !without.has(name))]
  const said = new Map(today.map((name) => [name, name]))
  for (const [old, now] of Object.entries(differs?.renamed ?? {}))
    if (said.has(now)) said.set(now, old)
  return { fields, said, today: new Map([...said].map(([now, old]) => [old, now])) }
}
