import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { rateOf } from '../quantities.ts'
import { didYouMean } from '../suggest.ts'

const OPERATIONS: readonly string[] = ['read', 'list', 'create', 'update', 'delete', 'action']
const DAY_SECONDS = 86_400

/** A limit that cannot be counted. */
export const badLimit: FindingRule = {
  id: 'bad-limit',
  severity: 'error',
  summary: 'A rate limit cannot be counted.',
  run: ({ definitions }) =>
    definitions.flatMap(({ name, place, limits }) =>
      Object.entries(limits).flatMap(([operation, rate]) => {
        const message = operationFault(operation) ?? rateFault(rate)
        return message === undefined
          ? []
          : [
              {
                message: `A limit of ${name} cannot be counted: ${message}`,
                help: "Write limits: { create: '30/min' }, a whole number of calls per s, min, hour or day.",
                place: placeIn(place, 'limits', operation),
              },
            ]
      }),
    ),
}

function operationFault(operation: string): string | undefined {
  return OPERATIONS.includes(operation)
    ? undefined
    : `${operation} is no operation${didYouMean(operation, OPERATIONS)}`
}

function rateFault(text: string): string | undefined {
  const rate = rateOf(text)
  const isCountable =
    rate !== undefined && Number.isInteger(rate.count) && rate.windowSeconds <= DAY_SECONDS
  return isCountable ? undefined : `${text} is no rate`
}
