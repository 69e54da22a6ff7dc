import type { SourcePlace } from '../../../std/finding.ts'
import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { type Subject, SYSTEM_FIELDS } from '../subject.ts'

/** A name that is taken by every row, by the rules, by the requests or by JavaScript. */
export const reservedName: FindingRule = {
  id: 'reserved-name',
  severity: 'error',
  summary: 'A name is reserved or malformed.',
  run: (subject) =>
    namesOf(subject).flatMap(({ name, taken, place }) => {
      const fault = malformed(name) ?? taken(name)
      return fault === undefined
        ? []
        : [
            {
              message: `${name} cannot be a name here: ${fault}`,
              help: 'Choose another name, in camelCase.',
              place,
            },
          ]
    }),
}

interface Name {
  readonly name: string
  readonly place: SourcePlace
  taken(name: string): string | undefined
}

function namesOf({ blueprint, definitions }: Subject): readonly Name[] {
  const resources = blueprint.resources.map(({ name, place }) => ({
    name,
    place,
    taken: inherited,
  }))
  const fields = blueprint.resources.flatMap(({ fields }) =>
    fields.map(({ name, place }) => ({ name, place, taken: takenField })),
  )
  const defined = definitions.flatMap((definition) => [
    ...(definition.plural === undefined
      ? []
      : [
          {
            name: definition.plural,
            place: placeIn(definition.place, 'plural', 'plural'),
            taken: inherited,
          },
        ]),
    ...Object.keys(definition.computed).map((name) => ({
      name,
      place: placeIn(definition.place, 'computed', name),
      taken: takenField,
    })),
    ...definition.list.filter.map((name) => ({
      name,
      place: placeIn(definition.place, 'list.filter', name),
      taken: takenFilter,
    })),
  ])
  return [...resources, ...fields, ...defined]
}

function malformed(name: string): string | undefined {
  return /^[a-z][a-zA-Z0-9]*$/.test(name) ? undefined : 'names are camelCase, letters and digits'
}

/** `__proto__` and `constructor` answer on every object, whether they were put there or not. */
function inherited(name: string): string | undefined {
  return name in Object.prototype ? 'every object of JavaScript has it' : undefined
}

/** The words that a field answers in a rule, and what `await` asks every object for. */
const RULE_WORDS: ReadonlySet<string> = new Set([
  'is',
  'not',
  'in',
  'isNull',
  'isNotNull',
  'before',
  'after',
  'atLeast',
  'atMost',
  'then',
])

function takenField(name: string): string | undefined {
  if (SYSTEM_FIELDS.has(name)) return 'every row has it'
  if (RULE_WORDS.has(name)) return 'rules read it as a comparison'
  return name === 'search' ? 'the search column has it' : inherited(name)
}

/** Parameters that every list has. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'limit',
  'after',
  'sort',
  'count',
  'fields',
  'include',
  'search',
  'q',
])

function takenFilter(name: string): string | undefined {
  return PARAMETERS.has(name) ? 'every list has a parameter of that name' : undefined
}
