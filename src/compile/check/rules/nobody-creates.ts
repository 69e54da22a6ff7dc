import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { Subject, SubjectResource } from '../subject.ts'

/** A resource whose table stays empty, because no request can put a row into it. */
export const nobodyCreates: FindingRule = {
  id: 'nobody-creates',
  severity: 'warning',
  summary: 'Nobody can create rows of a resource.',
  run: (subject) =>
    [...subject.resources.values()].flatMap((resource) => [
      ...closed(resource, subject),
      ...unfillable(resource, subject),
    ]),
}

function closed({ name, definition }: SubjectResource, { blueprint }: Subject): readonly Remark[] {
  if (definition === undefined || name === blueprint.identity) return []
  const { create } = definition.allow
  if (create !== undefined && create.kind !== 'nobody') return []
  return [
    {
      message: `Nobody can create a ${name} through the API`,
      help: 'Add allow.create, or leave it so where rows come from elsewhere.',
      place: create?.place ?? placeIn(definition.place, 'allow', 'allow'),
    },
  ]
}

/** Required, without a value of its own, and closed to clients. */
function unfillable(
  { name, definition, fields }: SubjectResource,
  { blueprint }: Subject,
): readonly Remark[] {
  if (definition?.allow.create === undefined) return []
  return fields
    .filter(
      (field) =>
        field.serverOnly && !field.optional && !('default' in field) && field.setBy === undefined,
    )
    .filter((field) => field.name !== blueprint.tenancy?.by)
    .map((field) => ({
      severity: 'error' as const,
      message: `Every create of ${name} would fail: ${field.name} is required, and no client may write it`,
      help: "Give it .default(...), .optional() or, for a reference to the acting user, .setBy('actor').",
      place: field.place,
    }))
}
