import type { SourcePlace } from '../../../std/finding.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { pluralOf } from '../plural.ts'
import type { Subject, SubjectResource } from '../subject.ts'

/** Two things with one name: one of them would be lost. */
export const duplicateName: FindingRule = {
  id: 'duplicate-name',
  severity: 'error',
  summary: 'Two things have the same name.',
  run: (subject) => [
    ...repeatedParts(subject),
    ...repeatedPlurals(subject),
    ...[...subject.resources.values()].flatMap(repeatedMembers),
  ],
}

interface Named {
  readonly name: string
  readonly what: string
  readonly place: SourcePlace
}

function repeatedParts({ parts }: Subject): readonly Remark[] {
  return repeated(
    parts.map((part) =>
      part.kind === 'resource'
        ? { name: part.resource.name, what: 'resource', place: part.resource.place }
        : { name: part.name, what: part.kind, place: part.place },
    ),
    (what, name) => `The ${what} ${name} is among the parts twice`,
  )
}

function repeatedPlurals({ resources }: Subject): readonly Remark[] {
  const plurals = [...resources.values()].map(({ name, definition, place }) => ({
    name: definition?.plural ?? pluralOf(name),
    what: 'plural',
    place: definition?.place ?? place,
  }))
  return repeated(
    plurals,
    (_what, name) =>
      `Two resources are called ${name} in the plural: they would share a table and a path`,
  )
}

/** Fields, the columns of references, and computed fields share one space of names. */
function repeatedMembers({ name, fields, definition }: SubjectResource): readonly Remark[] {
  if (definition === undefined) return []
  const named = fields.map((field) => ({ name: field.name, what: 'field', place: field.place }))
  const columns = fields
    .filter(({ type }) => type.kind === 'reference')
    .map((field) => ({ name: `${field.name}Id`, what: 'column', place: field.place }))
  const computed = Object.keys(definition.computed).map((as) => ({
    name: as,
    what: 'computed field',
    place: placeIn(definition.place, 'computed', as),
  }))
  return repeated(
    [...named, ...columns, ...computed].map((one) => ({ ...one, what: 'name' })),
    (_what, member) => `${name} uses the name ${member} twice`,
  )
}

function repeated(
  named: readonly Named[],
  message: (what: string, name: string) => string,
): readonly Remark[] {
  const seen = new Set<string>()
  return named.flatMap(({ name, what, place }) => {
    const key = `${what} ${name}`
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [{ message: message(what, name), help: 'Rename one of them, or remove it.', place }]
  })
}
