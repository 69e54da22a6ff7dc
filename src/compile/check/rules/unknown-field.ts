import type { ResourceDefinition } from '../../blueprint/definition.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { type Subject, SYSTEM_FIELDS } from '../subject.ts'
import { didYouMean } from '../suggest.ts'
import { allNodes, type RuleNode, type Target, targetFrom, targetOf } from '../walk.ts'

/** A name of a field that its resource does not have. */
export const unknownField: FindingRule = {
  id: 'unknown-field',
  severity: 'error',
  summary: 'A field is named that the resource does not have.',
  run: (subject) => [
    ...subject.definitions.flatMap((definition) => inDefinition(definition, subject)),
    ...allNodes(subject).flatMap((node) => inRule(node, subject)),
  ],
}

function inDefinition(definition: ResourceDefinition, subject: Subject): readonly Remark[] {
  const { list, name, place } = definition
  if (!subject.resources.has(name)) return []
  const own = (
    member: string,
    names: readonly string[],
    system: readonly string[],
  ): readonly Remark[] =>
    names.flatMap((field) =>
      missing({ resource: name, field, system }, placeIn(place, member, field), subject),
    )
  const sorts = list.sort.flat().map((key) => key.replace(/^-/, ''))
  return [
    ...own('list.filter', list.filter, ['createdAt', 'updatedAt', 'id']),
    ...own('list.sort', sorts, ['createdAt', 'updatedAt', 'id']),
    ...own('list.search', list.search, []),
    ...own('unique', definition.unique.flat(), []),
    ...own('readable', Object.keys(definition.readable), []),
    ...own('writable', Object.keys(definition.writable), []),
    ...Object.values(definition.computed).flatMap((computed) =>
      computed.kind === 'sum' && subject.resources.has(computed.resource)
        ? missing(
            { resource: computed.resource, field: computed.field, system: [] },
            computed.place,
            subject,
          )
        : [],
    ),
  ]
}

interface Named {
  readonly resource: string
  readonly field: string
  readonly system: readonly string[]
}

function missing(
  { resource, field, system }: Named,
  place: Remark['place'],
  subject: Subject,
): readonly Remark[] {
  const known = [...(subject.resources.get(resource)?.byName.keys() ?? []), ...system]
  return known.includes(field) ? [] : [remark({ resource, field }, known, place)]
}

function inRule({ node, rows }: RuleNode, subject: Subject): readonly Remark[] {
  if (node.kind === 'readable')
    return unknownTarget(targetOf(subject, rows, node.path), node.place, subject)
  if (node.kind !== 'compare') return []
  const left = unknownTarget(targetOf(subject, rows, node.path), node.place, subject)
  const { value } = node
  if (value.kind === 'path')
    return [...left, ...unknownTarget(targetOf(subject, rows, value.path), node.place, subject)]
  if (value.kind !== 'actor') return left
  return [
    ...left,
    ...unknownTarget(
      targetFrom(subject, subject.blueprint.identity, value.fields),
      node.place,
      subject,
    ),
  ]
}

function unknownTarget(
  target: Target,
  place: Remark['place'],
  subject: Subject,
): readonly Remark[] {
  if (target.kind !== 'unknown') return []
  const known = [
    ...(subject.resources.get(target.resource)?.byName.keys() ?? []),
    ...SYSTEM_FIELDS.keys(),
  ]
  if (!target.through)
    return [remark({ resource: target.resource, field: target.name }, known, place)]
  return [
    {
      message: `A rule reads ${target.name} of a field of ${target.resource} that is no reference`,
      help: 'Only a reference leads to other fields: compare the field itself.',
      place,
    },
  ]
}

function remark(
  named: { readonly resource: string; readonly field: string },
  known: readonly string[],
  place: Remark['place'],
): Remark {
  return {
    message: `${named.resource} has no field ${named.field}${didYouMean(named.field, known)}`,
    help: `Declare ${named.field} in schema({ resources }), or name one of: ${known.join(', ')}.`,
    place,
  }
}
