import type { ResourceDesign } from '../../compile/design.ts'
import { type ActorClass, fieldBranches } from '../plan/admit.ts'
import type { Names } from '../plan/names.ts'
import type { Selection } from '../request.ts'
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
export function visibleFields(asking: Asking): readonly string[] {
  return plainSelection(asking).fields
}

/** Every visible field and nothing else: the same object for every request of a class of actors, so that it can be a key. */
export function plainSelection({ resource, names, actor }: Asking): Selection {
  const said = names.get(resource.name) ?? NO_NAMES
  const selections = SELECTIONS.get(said) ?? new WeakMap<ActorClass, Selection>()
  SELECTIONS.set(said, selections)
  const known = selections.get(actor)
  if (known !== undefined) return known
  const fields = said.fields
    .filter(({ read }) => fieldBranches(read, actor).some(({ kind }) => kind !== 'false'))
    .map(({ name }) => name)
  const made: Selection = { fields, computed: [], includes: [] }
  selections.set(actor, made)
  return made
}

const NO_NAMES: Names = { fields: [], today: new Map(), said: new Map() }
const SELECTIONS = new WeakMap<Names, WeakMap<ActorClass, Selection>>()
