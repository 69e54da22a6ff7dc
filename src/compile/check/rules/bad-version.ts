import type { VersionDefinition } from '../../blueprint/definition.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { Subject } from '../subject.ts'
import { didYouMean } from '../suggest.ts'

/** A version of the contract that names what is not there, or ends before it is deprecated. */
export const badVersion: FindingRule = {
  id: 'bad-version',
  severity: 'error',
  summary: 'A version of the contract cannot be served.',
  run: (subject) =>
    subject.blueprint.versions.flatMap((version, index) => [
      ...ofItself(version, index, subject),
      ...differences(version, subject),
    ]),
}

const HELP =
  "Write versions oldest first: [{ name: 'v1', deprecation: '2027-01-01', sunset: '2027-07-01', resources: { share: { renamed: { headline: 'title' } } } }, { name: 'v2' }]."

function ofItself(
  version: VersionDefinition,
  index: number,
  { blueprint }: Subject,
): readonly Remark[] {
  const { name, deprecation, sunset, place } = version
  const { versions } = blueprint
  const faults: string[] = []
  if (!/^v[1-9]\d*$/.test(name)) faults.push(`${name} is no name of a version: v1, v2, ...`)
  if (versions.findIndex((other) => other.name === name) < index)
    faults.push(`${name} is there twice`)
  const isLast = index === versions.length - 1
  if (isLast && Object.keys(version.resources).length > 0)
    faults.push(`${name} is the last version: it has today's names, so nothing can differ`)
  for (const date of [deprecation, sunset])
    if (date !== undefined && !isDate(date)) faults.push(`${date} is no date like 2027-01-31`)
  if (deprecation !== undefined && sunset !== undefined && sunset < deprecation)
    faults.push(`${name} ends (${sunset}) before it is deprecated (${deprecation})`)
  return faults.map((message) => ({ message, help: HELP, place }))
}

/** A day that the calendar has: 2027-02-30 has none. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function differences(version: VersionDefinition, subject: Subject): readonly Remark[] {
  return Object.entries(version.resources).flatMap(([name, { renamed = {}, without = [] }]) => {
    const resource = subject.resources.get(name)
    const at = (near: string): Remark['place'] => placeIn({ ...version.place, near }, name, near)
    if (resource === undefined)
      return [
        {
          message: `${version.name} names ${name}, which is no resource${didYouMean(name, [...subject.resources.keys()])}`,
          help: HELP,
          place: at(name),
        },
      ]
    const fields = [...resource.byName.keys()]
    const named = [...Object.values(renamed), ...without]
    const unknown = named
      .filter((field) => !fields.includes(field))
      .map((field) => ({
        message: `${name} has no field ${field}${didYouMean(field, fields)}`,
        help: HELP,
        place: at(field),
      }))
    const gone = new Set(named)
    const clashes = Object.keys(renamed)
      .filter((old) => fields.includes(old) && !gone.has(old))
      .map((old) => ({
        message: `${version.name} has two fields called ${old} in ${name}`,
        help: HELP,
        place: at(old),
      }))
    return [...unknown, ...clashes]
  })
}
