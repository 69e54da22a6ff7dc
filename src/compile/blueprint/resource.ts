import type { SourcePlace } from '../../std/finding.ts'
import type { ComputedDefinition, ResourceDefinition } from './definition.ts'
import { itemsOf, namesOf, numberOf, recordOf, textOf, textsOf } from './loose.ts'
import { within } from './place.ts'
import type { Scope } from './row.ts'
import type { RuleExpression } from './rule.ts'
import { ruleOf } from './vocabulary.ts'

type Said = Readonly<Record<string, unknown>>

const KEYS: ReadonlySet<string> = new Set([
  'description',
  'scale',
  'allow',
  'readable',
  'writable',
  'list',
  'computed',
  'unique',
  'limits',
  'cache',
  'clientIds',
  'requireIfMatch',
  'plural',
  'was',
  'removed',
  'actions',
  'hooks',
])

/** What the author's function returned, as data. What plain JavaScript got wrong becomes a mistake, not an exception. */
export function resourceDefinition(
  said: unknown,
  place: SourcePlace,
  scope: Scope,
): ResourceDefinition {
  const input = recordOf(said)
  const name = place.path ?? ''
  noteUnknownKeys(input, place, scope)
  const rules = (key: string): Readonly<Record<string, RuleExpression>> =>
    rulesOf(input[key], within(place, `${name}.${key}`, key), scope)
  return {
    name,
    place,
    ...textMembers(input, ['description', 'plural', 'was']),
    scale: scaleOf(input['scale']),
    allow: rules('allow'),
    readable: rules('readable'),
    writable: rules('writable'),
    list: listOf(recordOf(input['list'])),
    computed: computedOf(input['computed'], place, scope),
    unique: itemsOf(input['unique']).map(namesOf),
    limits: textsOf(input['limits']),
    cache: cacheOf(input['cache']),
    clientIds: input['clientIds'] === true,
    requireIfMatch: input['requireIfMatch'] === true,
    removed: namesOf(input['removed']),
    actions: actionsOf(input['actions'], place),
    hooks: recordOf(input['hooks']),
  }
}

function noteUnknownKeys(input: Said, place: SourcePlace, scope: Scope): void {
  for (const key of Object.keys(input).filter((key) => !KEYS.has(key)))
    scope.mistakes.push({
      message: `A resource has no property ${key}`,
      help: `It may have: ${[...KEYS].join(', ')}.`,
      place: within(place, `${place.path}.${key}`, key),
    })
}

function textMembers(input: Said, keys: readonly ('description' | 'plural' | 'was')[]): Said {
  return Object.fromEntries(
    keys.flatMap((key) => (textOf(input[key]) === undefined ? [] : [[key, input[key]]])),
  )
}

function scaleOf(value: unknown): ResourceDefinition['scale'] {
  const scale = recordOf(value)
  const { reads, writes, growth } = textsOf(scale)
  return {
    rows: numberOf(scale['rows']),
    ...(reads === undefined ? {} : { reads }),
    ...(writes === undefined ? {} : { writes }),
    ...(growth === undefined ? {} : { growth }),
    ...(scale['largestGroup'] === undefined
      ? {}
      : { largestGroup: numberOf(scale['largestGroup']) }),
  }
}

function rulesOf(
  value: unknown,
  place: SourcePlace,
  scope: Scope,
): Readonly<Record<string, RuleExpression>> {
  const rules = Object.entries(recordOf(value)).filter(([, rule]) => rule !== undefined)
  return Object.fromEntries(rules.map(([key, rule]) => [key, ruleOf(rule, scope, place)]))
}

function listOf(list: Said): ResourceDefinition['list'] {
  return {
    filter: namesOf(list['filter']),
    sort: itemsOf(list['sort']).map((entry) =>
      Array.isArray(entry) ? namesOf(entry) : String(entry),
    ),
    search: namesOf(list['search']),
  }
}

function computedOf(
  value: unknown,
  place: SourcePlace,
  scope: Scope,
): Readonly<Record<string, ComputedDefinition>> {
  const computed: [string, ComputedDefinition][] = []
  for (const [name, definition] of Object.entries(recordOf(value))) {
    if (isComputed(definition)) computed.push([name, definition])
    else
      scope.mistakes.push({
        message: `The computed field ${name} is no count, exists, sum or expr`,
        help: "Write it as count('follow', (follow) => follow.followee.is(row)).",
        place: within(place, `${place.path}.computed.${name}`, name),
      })
  }
  return Object.fromEntries(computed)
}

const COMPUTED_KINDS: ReadonlySet<unknown> = new Set(['count', 'exists', 'sum', 'expr'])

function isComputed(value: unknown): value is ComputedDefinition {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && COMPUTED_KINDS.has(value.kind)
  )
}

function cacheOf(value: unknown): ResourceDefinition['cache'] {
  if (value === undefined) return undefined
  const cache = recordOf(value)
  const vary = namesOf(cache['vary']).filter((word) => word === 'actor' || word === 'role')
  return { ttl: String(cache['ttl']), vary }
}

function actionsOf(value: unknown, place: SourcePlace): ResourceDefinition['actions'] {
  const actions = Object.entries(recordOf(value)).map(
    ([name, action]) => [name, actionOf(action, place)] as const,
  )
  return Object.fromEntries(actions)
}

function actionOf(
  action: unknown,
  place: SourcePlace,
): { readonly place: SourcePlace; readonly definition: unknown } {
  return isPlaced(action) ? action : { place, definition: action }
}

function isPlaced(
  value: unknown,
): value is { readonly place: SourcePlace; readonly definition: unknown } {
  return typeof value === 'object' && value !== null && 'place' in value && 'definition' in value
}
