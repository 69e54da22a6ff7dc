import type { ResourceDesign } from '../../compile/design.ts'
import { type ActorClass, fieldBranches } from '../plan/admit.ts'
import type { Names } from '../plan/names.ts'
import type { Faults } from './faults.ts'

/** Who asks, about what, in which words. */
export interface Asking {
  readonly resource: ResourceDesign
  readonly resources: ReadonlyMap<string, ResourceDesign>
  readonly names: ReadonlyMap<string, Names>
  readonly actor: ActorClass
  readonly faults: Faults
}

/** Today's name of something the version calls `name`; undefined where it has no such thing. */
export function todaysName({ resource, names }: Asking, name: string): string | undefined {
  return names.get(resource.name)?.today.get(name)
}

/** The version's words for today's names that it has. */
export function saidNames(
  { resource, names }: Asking,
  today: readonly string[],
): readonly string[] {
  const said = names.get(resource.name)?.said
  return today.flatMap((name) => said?.get(name) ?? [])
}

/** Fields of the version that the actor may see in some row. The others do not exist for it. */
export function visibleFields({ resource, names, actor }: Asking): readonly string[] {
  const fields = names.get(resource.name)?.fields ?? []
  return fields
    .filter(({ read }) => fieldBranches(read, actor).some(({ kind }) => kind !== 'false'))
    .map(({ name }) => name)
}
