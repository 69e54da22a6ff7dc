import type { FindingRule } from '../finding-rule.ts'

/** A resource of the schema that has no definition among the parts: without a read rule it cannot exist. */
export const missingResourcePart: FindingRule = {
  id: 'missing-resource-part',
  severity: 'error',
  summary: 'A resource is declared, but not among the parts.',
  run: ({ resources, blueprint }) =>
    [...resources.values()]
      .filter(({ definition }) => definition === undefined)
      .map(({ name }) => ({
        message: `${name} is declared, but not among the parts: nobody could read it`,
        help: `Define it with s.resource.${name}(...) and add it to parts.`,
        place: { ...blueprint.place, path: `parts.${name}`, near: 'parts' },
      })),
}
