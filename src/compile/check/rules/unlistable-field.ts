import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import type { SubjectResource } from '../subject.ts'

/** A field that a list cannot be asked about: it has no order or index, or asking would give away what is hidden. */
export const unlistableField: FindingRule = {
  id: 'unlistable-field',
  severity: 'error',
  summary: 'A list asks about a field that has no index or is hidden.',
  run: ({ resources }) =>
    [...resources.values()].flatMap((resource) =>
      questionsOf(resource).flatMap((question) => remarkOn(question, resource)),
    ),
}

interface Question {
  readonly member: 'filter' | 'sort' | 'search'
  readonly name: string
}

function questionsOf({ definition }: SubjectResource): readonly Question[] {
  if (definition === undefined) return []
  const { filter, sort, search } = definition.list
  return [
    ...filter.map((name) => ({ member: 'filter', name }) as const),
    ...sort.flat().map((key) => ({ member: 'sort', name: key.replace(/^-/, '') }) as const),
    ...search.map((name) => ({ member: 'search', name }) as const),
  ]
}

function remarkOn(question: Question, resource: SubjectResource): readonly Remark[] {
  const { definition } = resource
  const fault = unaskable(question, resource) ?? leaking(question, resource)
  if (fault === undefined || definition === undefined) return []
  return [{ ...fault, place: placeIn(definition.place, `list.${question.member}`, question.name) }]
}

type Fault = Pick<Remark, 'message' | 'help'>

const OPAQUE: ReadonlySet<string> = new Set(['json', 'bytes', 'array'])

function unaskable(
  { member, name }: Question,
  { byName, name: resource }: SubjectResource,
): Fault | undefined {
  const field = byName.get(name)
  if (field === undefined) return undefined
  const { kind } = field.type
  if (OPAQUE.has(kind))
    return {
      message: `${resource}.${name} is ${kind}: no list can ${member} by it`,
      help: 'Keep what is asked for in a field of its own.',
    }
  if (member !== 'search') return undefined
  if (kind !== 'text')
    return {
      message: `${resource}.${name} is ${kind}: only text can be searched`,
      help: 'Search text fields.',
    }
  return field.searchable
    ? undefined
    : {
        message: `${resource}.${name} is in list.search, but not .searchable()`,
        help: 'Add .searchable() to the field.',
      }
}

/** The rows that a filter returns, and their order, say what the field holds. */
function leaking(
  { member, name }: Question,
  { byName, definition, name: resource }: SubjectResource,
): Fault | undefined {
  const isHidden =
    byName.get(name)?.private === true || Object.hasOwn(definition?.readable ?? {}, name)
  if (!isHidden) return undefined
  return {
    message: `${resource}.${name} is not for everybody who may read the row, but a list that can ${member} by it gives it away`,
    help: `Take ${name} out of list.${member}, or open the field to all readers.`,
  }
}
