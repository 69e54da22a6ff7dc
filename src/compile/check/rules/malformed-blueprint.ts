import type { FindingRule } from '../finding-rule.ts'

/** Calls that the types refuse and plain JavaScript allows. */
export const malformedBlueprint: FindingRule = {
  id: 'malformed-blueprint',
  severity: 'error',
  summary: 'Something stands where another kind of value belongs.',
  run: ({ blueprint }) => blueprint.mistakes,
}
