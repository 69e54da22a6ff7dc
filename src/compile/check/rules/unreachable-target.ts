import type { TargetsDefinition } from '../../blueprint/definition.ts'
import type { FindingRule, Remark } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { durationMsOf, perSecondOf } from '../quantities.ts'
import type { Subject } from '../subject.ts'

/** Two moves of the primary a month, one of them planned, each half a minute: what PostgreSQL with a standby needs. */
const FAILOVER_SECONDS_PER_MONTH = 60
const MONTH_SECONDS = 2_592_000
/** A round trip, the check of a token and one statement by index, on one machine. */
const READ_FLOOR_MS = 2
/** Single-row commits a second that one primary with a fast disk takes. */
const PRIMARY_WRITES_PER_SECOND = 20_000

/** A promise that arithmetic already breaks. */
export const unreachableTarget: FindingRule = {
  id: 'unreachable-target',
  severity: 'error',
  summary: 'A target cannot be met by the design.',
  run: (subject) => {
    const { targets } = subject.blueprint
    return [...writes(subject), ...(targets === undefined ? [] : promises(targets, subject))]
  },
}

function promises(targets: TargetsDefinition, subject: Subject): readonly Remark[] {
  return [...availability(targets), ...latency(targets), ...traffic(targets, subject)]
}

function availability({ availability: promised, place }: TargetsDefinition): readonly Remark[] {
  if (promised === undefined) return []
  const at = placeIn(place, 'availability', 'availability')
  if (!(typeof promised === 'number' && promised > 0 && promised < 1))
    return [
      {
        message: `An availability of ${String(promised)} is no share of requests`,
        help: 'Give a share between 0 and 1: 0.999.',
        place: at,
      },
    ]
  const allowed = Math.round((1 - promised) * MONTH_SECONDS)
  if (allowed >= FAILOVER_SECONDS_PER_MONTH) return []
  return [
    {
      message: `An availability of ${promised} allows ${allowed} s a month; two moves of the database's primary take ${FAILOVER_SECONDS_PER_MONTH} s`,
      help: `Promise at most ${(1 - FAILOVER_SECONDS_PER_MONTH / MONTH_SECONDS).toFixed(5)}.`,
      place: at,
      evidence: {
        allowedSecondsPerMonth: allowed,
        neededSecondsPerMonth: FAILOVER_SECONDS_PER_MONTH,
      },
    },
  ]
}

function latency({ read, query, place }: TargetsDefinition): readonly Remark[] {
  const p99 = durationMsOf(String(read?.p99))
  const max = durationMsOf(String(query?.max))
  const remarks: Remark[] = []
  if (p99 !== undefined && p99 < READ_FLOOR_MS)
    remarks.push({
      message: `Reads within ${p99} ms are not possible: the token, one round trip and one statement take about ${READ_FLOOR_MS} ms`,
      help: 'Promise reads in 10ms or more.',
      place: placeIn(place, 'read', 'read'),
      evidence: { promisedMs: p99, floorMs: READ_FLOOR_MS },
    })
  if (p99 !== undefined && max !== undefined && max > p99)
    remarks.push({
      message: `A query may take ${max} ms, but a read that waits for it promises ${p99} ms`,
      help: 'Make query.max smaller than read.p99.',
      place: placeIn(place, 'query', 'query'),
      evidence: { queryMs: max, readMs: p99 },
    })
  return remarks
}

function traffic(
  { traffic: promised, place }: TargetsDefinition,
  { definitions }: Subject,
): readonly Remark[] {
  const limit = promised === undefined ? undefined : perSecondOf(String(promised))
  const declared = definitions.reduce(
    (sum, { scale }) =>
      sum + (perSecondOf(scale.reads ?? '') ?? 0) + (perSecondOf(scale.writes ?? '') ?? 0),
    0,
  )
  if (limit === undefined || declared <= limit) return []
  return [
    {
      message: `The resources declare ${declared} requests a second together, the target ${limit}`,
      help: 'Raise traffic, or lower the reads and writes of the resources.',
      place: placeIn(place, 'traffic', 'traffic'),
      evidence: { declaredPerSecond: declared, targetPerSecond: limit },
    },
  ]
}

function writes({ definitions, blueprint }: Subject): readonly Remark[] {
  const declared = definitions.reduce(
    (sum, { scale }) => sum + (perSecondOf(scale.writes ?? '') ?? 0),
    0,
  )
  if (declared <= PRIMARY_WRITES_PER_SECOND) return []
  return [
    {
      message: `The resources declare ${declared} writes a second together; one PostgreSQL primary takes about ${PRIMARY_WRITES_PER_SECOND}`,
      help: 'Split the backend into modules with databases of their own, or collect events before they are written.',
      place: placeIn(blueprint.place, 'scale'),
      evidence: { declaredPerSecond: declared, primaryPerSecond: PRIMARY_WRITES_PER_SECOND },
    },
  ]
}
