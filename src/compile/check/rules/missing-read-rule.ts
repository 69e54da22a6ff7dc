import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'

/** A resource that does not say who may read it. */
export const missingReadRule: FindingRule = {
  id: 'missing-read-rule',
  severity: 'error',
  summary: 'A resource does not say who may read it.',
  run: ({ definitions }) =>
    definitions.flatMap(({ name, place, allow }) => [
      ...(allow.read === undefined
        ? [
            {
              message: `${name} does not say who may read it`,
              help: 'Add allow.read; nobody is an answer too.',
              place: placeIn(place, 'allow', 'allow'),
            },
          ]
        : []),
      ...Object.keys(allow)
        .filter((operation) => !OPERATIONS.has(operation))
        .map((operation) => ({
          message: `${name} has a rule for ${operation}, which is no operation`,
          help: `Operations are: ${[...OPERATIONS].join(', ')}.`,
          place: placeIn(place, 'allow', operation),
        })),
    ]),
}

const OPERATIONS: ReadonlySet<string> = new Set(['read', 'create', 'update', 'delete'])
