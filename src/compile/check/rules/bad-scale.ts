import type { ResourceDefinition } from '../../blueprint/definition.ts'
import type { FindingRule } from '../finding-rule.ts'
import { placeIn } from '../place.ts'
import { rateOf } from '../quantities.ts'

/** The most rows that one PostgreSQL table is planned for here. */
const MAX_ROWS = 1_000_000_000_000

/** A declared size that nothing can be derived from. */
export const badScale: FindingRule = {
  id: 'bad-scale',
  severity: 'error',
  summary: 'The declared scale of a resource is no size.',
  run: ({ definitions }) =>
    definitions.flatMap((definition) =>
      faultsOf(definition).map(([member, message]) => ({
        message,
        help: "Declare what you expect: scale: { rows: 1_000_000, reads: '100/s', writes: '10/s', growth: '50000/month', largestGroup: 1_000 }.",
        place: placeIn(definition.place, `scale.${member}`, member),
      })),
    ),
}

function faultsOf({ name, scale }: ResourceDefinition): readonly (readonly [string, string])[] {
  const faults: [string, string][] = []
  const { rows, largestGroup } = scale
  const isSize = (value: number): boolean =>
    Number.isInteger(value) && value > 0 && value <= MAX_ROWS
  if (!isSize(rows))
    faults.push(['rows', `${name} expects ${rows} rows: indexes and tests are sized by it`])
  if (largestGroup !== undefined && !(isSize(largestGroup) && largestGroup <= rows))
    faults.push([
      'largestGroup',
      `The largest group of ${name}, ${largestGroup}, is no part of its ${rows} rows`,
    ])
  for (const member of ['reads', 'writes', 'growth'] as const) {
    const rate = scale[member]
    if (rate !== undefined && rateOf(rate) === undefined)
      faults.push([member, `${name}.scale.${member} is no rate: ${rate}`])
  }
  return faults
}
