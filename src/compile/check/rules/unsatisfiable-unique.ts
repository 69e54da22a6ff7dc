import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'

/** A unique key that a delete takes apart, because it sets one of its references to null. */
export const unsatisfiableUnique: FindingRule = {
  id: 'unsatisfiable-unique',
  severity: 'error',
  summary: 'A unique rule cannot hold once a delete sets part of it to null.',
  run: ({ resources }) =>
    [...resources.values()].flatMap(({ name, byName, definition }) =>
      (definition?.unique ?? []).flatMap((key) =>
        key
          .filter((field) => key.length > 1 && byName.get(field)?.onDelete === 'null')
          .map((field) => ({
            message: `${name} is unique by ${key.join(', ')}, but a delete sets ${field} to null, and nulls are never equal: the key would stop holding`,
            help: `Make ${field} .onDelete('cascade') or .onDelete('restrict'), or take it out of the key.`,
            place: placeIn(
              definition?.place ?? { kind: 'file', file: 'blueprint', line: 1, column: 1 },
              'unique',
              field,
            ),
          })),
      ),
    ),
}
