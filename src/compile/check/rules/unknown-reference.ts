import type { FindingRule, Remark } from '../finding-rule.ts'
import type { Subject } from '../subject.ts'
import { didYouMean } from '../suggest.ts'
import { allNodes } from '../walk.ts'

/** A name of a resource that phase one does not have. */
export const unknownReference: FindingRule = {
  id: 'unknown-reference',
  severity: 'error',
  summary: 'A resource is named that the schema does not have.',
  run: (subject) => [
    ...identity(subject),
    ...references(subject),
    ...definitions(subject),
    ...counted(subject),
  ],
}

function identity({ blueprint, resources }: Subject): readonly Remark[] {
  if (resources.has(blueprint.identity)) return []
  return [
    remark(blueprint.identity, [...resources.keys()], { ...blueprint.place, path: 'identity' }),
  ]
}

function references({ blueprint, resources }: Subject): readonly Remark[] {
  const fields = blueprint.resources.flatMap(({ fields }) => fields)
  return fields.flatMap(({ type, place }) =>
    type.kind === 'reference' && !resources.has(type.to)
      ? [remark(type.to, [...resources.keys()], place)]
      : [],
  )
}

function definitions({ definitions, resources }: Subject): readonly Remark[] {
  return definitions.flatMap(({ name, place }) =>
    resources.has(name) ? [] : [remark(name, [...resources.keys()], place)],
  )
}

function counted(subject: Subject): readonly Remark[] {
  const known = [...subject.resources.keys()]
  const inRules = allNodes(subject).flatMap(({ node }) =>
    node.kind === 'exists' || node.kind === 'count' ? [node] : [],
  )
  const computed = subject.definitions.flatMap((definition) =>
    Object.values(definition.computed).flatMap((one) => (one.kind === 'expr' ? [] : [one])),
  )
  return [...inRules, ...computed].flatMap(({ resource, place }) =>
    subject.resources.has(resource) ? [] : [remark(resource, known, place)],
  )
}

function remark(name: string, known: readonly string[], place: Remark['place']): Remark {
  return {
    message: `There is no resource ${name}${didYouMean(name, known)}`,
    help: `Declare ${name} in schema({ resources }), or name one of: ${known.join(', ')}.`,
    place,
  }
}
