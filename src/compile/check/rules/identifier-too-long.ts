import type { FindingRule } from '../finding-rule.ts'
import { pluralOf } from '../plural.ts'

/** NAMEDATALEN - 1: PostgreSQL cuts what is longer, without a word. */
const MAX_BYTES = 63
const REFERENCE_SUFFIX = '_id'

/** A name that PostgreSQL would cut, so that two could become one. */
export const identifierTooLong: FindingRule = {
  id: 'identifier-too-long',
  severity: 'error',
  summary: 'A name is longer than PostgreSQL allows.',
  run: ({ resources }) =>
    [...resources.values()].flatMap(({ name, fields, place, definition }) => {
      const table = { identifier: snakeCase(definition?.plural ?? pluralOf(name)), place }
      const columns = fields.map((field) => ({
        identifier: `${snakeCase(field.name)}${field.type.kind === 'reference' ? REFERENCE_SUFFIX : ''}`,
        place: field.place,
      }))
      return [table, ...columns]
        .filter(({ identifier }) => identifier.length > MAX_BYTES)
        .map(({ identifier, place }) => ({
          message: `PostgreSQL would cut ${identifier}, and two cut names may be one`,
          help: `Choose a name of at most ${MAX_BYTES} bytes in snake_case.`,
          place,
          evidence: { bytes: identifier.length, limit: MAX_BYTES },
        }))
    }),
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}
