import type { Decision, Index, Policy } from '../../design.ts'
import type { Model } from '../../model.ts'

/** How rules are kept, which indexes are partial, whose data is whose. */
export function accessDecisions(
  model: Model,
  policies: readonly Policy[],
  indexes: readonly Index[],
): readonly Decision[] {
  return [
    secondWall(policies),
    ...partialIndexes(indexes),
    ...(model.tenancy === undefined ? [] : [tenancy(model.tenancy.by)]),
  ]
}

function secondWall(policies: readonly Policy[]): Decision {
  return {
    id: 'row-level-security',
    question: 'Who keeps the row rules?',
    options: [
      {
        name: 'the statement',
        tradeOffs: ['split by branch, each along its index', 'SQL by other hands is not bound'],
      },
      {
        name: 'row level security alone',
        tradeOffs: [
          'binds every client',
          'one OR over all branches: 1,055,713 buffers where the split reads 89 (measured, 2 M rows)',
        ],
      },
      {
        name: 'the statement, and row level security as a second wall',
        tradeOffs: [
          'a mistake of one is caught by the other',
          'four round trips a read instead of one: 24,456 reads a second become 7,769 (measured)',
        ],
      },
    ],
    chosen: 'the statement',
    because:
      'Every statement carries its rules, so the wall adds cost and no rows are hidden that were not; it is generated, and worth switching on where people or tools share the database.',
    confidence: 0.85,
    inputs: [{ name: 'branches of rules', value: policies.length, basis: 'declared' }],
    flipsWhen: 'people or tools with SQL access share the database',
  }
}

/** One decision a table: its conditions are taken from rules of that table alone. */
function partialIndexes(indexes: readonly Index[]): readonly Decision[] {
  const tables = Map.groupBy(
    indexes.filter(({ where }) => where !== undefined),
    ({ table }) => table,
  )
  return [...tables].map(([table, partial]) => ({
    id: `partial-indexes-${table.replaceAll('_', '-')}`,
    question: `Do the indexes of ${table} for constant rules hold every row?`,
    options: [
      {
        name: 'partial',
        tradeOffs: [
          'smaller, and written only for rows that can be shown',
          'serves that constant alone',
        ],
      },
      {
        name: 'full',
        tradeOffs: ['serves every value', 'every write pays for rows that no such question reads'],
      },
    ],
    chosen: 'partial',
    because: `Their constants (${[...new Set(partial.map(({ where }) => where))].join('; ')}) leave out more than half of the rows, equal shares assumed.`,
    confidence: 0.7,
    inputs: [
      { name: 'partial indexes', value: partial.length, basis: 'declared' },
      { name: 'share of each value', value: 'equal', basis: 'assumed' },
    ],
    flipsWhen: 'measured rows of the constant pass half of the table',
  }))
}

function tenancy(by: string): Decision {
  return {
    id: 'tenancy',
    question: 'How are tenants kept apart?',
    options: [
      {
        name: 'a column, first in every key',
        tradeOffs: [
          'one schema for any number of tenants',
          'a rule forgotten would show; therefore it is in every rule',
        ],
      },
      {
        name: 'a schema or database each',
        tradeOffs: ['nothing shared', 'every migration runs once a tenant'],
      },
    ],
    chosen: 'a column, first in every key',
    because: `Every row carries its ${by}; it is part of every rule and leads every key and index, so one tenant's lists never walk another's rows.`,
    confidence: 0.85,
    inputs: [{ name: 'tenant', value: by, basis: 'declared' }],
    flipsWhen: 'a tenant demands storage of its own by contract',
  }
}
