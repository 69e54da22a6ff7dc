import type { ResourceDefinition } from '../../blueprint/definition.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { SubjectResource } from '../subject.ts'

/** A question about the contents of an encrypted field that its ciphertext cannot answer. */
export const encryptedFilter: FindingRule = {
  id: 'encrypted-filter',
  severity: 'error',
  summary: 'A list asks an encrypted field what it cannot answer.',
  run: ({ resources }) => [...resources.values()].flatMap(remarksOn),
}

function remarksOn(resource: SubjectResource): readonly Remark[] {
  const { definition } = resource
  return definition === undefined
    ? []
    : [...byEquality(definition, resource), ...byOrder(definition, resource)]
}

/** Equality needs `searchable: 'exact'`. */
function byEquality(
  definition: ResourceDefinition,
  { byName, fields }: SubjectResource,
): readonly Remark[] {
  const isBlind = (name: string): boolean => {
    const encrypted = byName.get(name)?.encrypted
    return encrypted !== undefined && encrypted.searchable !== 'exact'
  }
  const help = "Say .encrypted({ searchable: 'exact' }), or drop the question."
  const asked: readonly (readonly [string, readonly string[]])[] = [
    ['list.filter', definition.list.filter],
    ['unique', definition.unique.flat()],
  ]
  return [
    ...asked.flatMap(([member, names]) =>
      names.filter(isBlind).map((name) => ({
        message: `${definition.name}.${name} is encrypted: equal values have different ciphertexts, so ${member} cannot work`,
        help,
        place: placeIn(definition.place, member, name),
      })),
    ),
    ...fields
      .filter((field) => field.unique && isBlind(field.name))
      .map((field) => ({
        message: `${definition.name}.${field.name} is encrypted: equal values cannot be told to be unique`,
        help,
        place: field.place,
      })),
  ]
}

/** Order and search are never possible. */
function byOrder(definition: ResourceDefinition, { byName }: SubjectResource): readonly Remark[] {
  const sorts = definition.list.sort.flat().map((key) => key.replace(/^-/, ''))
  const asked = [...sorts, ...definition.list.search]
  return asked
    .filter((name) => byName.get(name)?.encrypted !== undefined)
    .map((name) => ({
      message: `${definition.name}.${name} is encrypted: ciphertexts have no order and no words`,
      help: 'Drop it from list.sort and list.search, or do not encrypt it.',
      place: placeIn(definition.place, 'list', name),
    }))
}
