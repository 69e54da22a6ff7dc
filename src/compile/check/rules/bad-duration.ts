import type { SourcePlace } from '../../../std/finding.ts'
import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { durationMsOf, perSecondOf } from '../quantities.ts'
import type { Subject } from '../subject.ts'

/** A length of time or a rate that cannot be read. */
export const badDuration: FindingRule = {
  id: 'bad-duration',
  severity: 'error',
  summary: 'A duration cannot be read.',
  run: (subject) =>
    [...caches(subject), ...targets(subject)].map(({ text, place }) => ({
      message: `${text} is no length of time or rate`,
      help: "Write a number and its unit: '30s', '100ms', '5m', '1h'; a rate as '3000/s'.",
      place,
    })),
}

interface Unreadable {
  readonly text: string
  readonly place: SourcePlace
}

function caches({ definitions }: Subject): readonly Unreadable[] {
  return definitions.flatMap(({ cache, place }) =>
    cache === undefined || durationMsOf(cache.ttl) !== undefined
      ? []
      : [{ text: cache.ttl, place: placeIn(place, 'cache.ttl', 'ttl') }],
  )
}

function targets({ blueprint }: Subject): readonly Unreadable[] {
  const { targets } = blueprint
  if (targets === undefined) return []
  const { read, query, traffic, place } = targets
  const given = [
    { text: read?.p99, member: 'read', parse: durationMsOf },
    { text: query?.max, member: 'query', parse: durationMsOf },
    { text: traffic, member: 'traffic', parse: perSecondOf },
  ]
  return given.flatMap(({ text, member, parse }) =>
    text === undefined || parse(String(text)) !== undefined
      ? []
      : [{ text: String(text), place: placeIn(place, member, member) }],
  )
}
