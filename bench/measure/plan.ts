import type { Client } from 'pg'

/** What a statement cost. */
export interface Measured {
  /** Rows that scans produced or threw away: every row that was looked at. */
  readonly read: number
  readonly returned: number
  /** Execution time, the best of three warm runs. */
  readonly ms: number
}

interface Node {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Node[]
}

const RUNS = 3

/** Runs a statement under EXPLAIN ANALYZE and counts the rows that its scans looked at. */
export async function measurePlan(
  client: Client,
  statement: { readonly text: string; readonly values: readonly unknown[] },
): Promise<Measured> {
  const runs: Measured[] = []
  for (let n = 0; n < RUNS; n += 1) {
    const { rows } = await client.query<{
      'QUERY PLAN': readonly { readonly Plan: Node; readonly 'Execution Time': number }[]
    }>(`explain (analyze, timing off, format json) ${statement.text}`, [...statement.values])
    const [plan] = rows[0]?.['QUERY PLAN'] ?? []
    if (plan === undefined) throw new Error('PostgreSQL explained nothing')
    runs.push({
      read: Math.round(rowsRead(plan.Plan)),
      returned: plan.Plan['Actual Rows'],
      ms: plan['Execution Time'],
    })
  }
  const [best] = runs.toSorted((a, b) => a.ms - b.ms)
  if (best === undefined) throw new Error('Nothing was measured')
  return best
}

function rowsRead(node: Node): number {
  const below = (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), 0)
  const isScan = /Seq Scan|Index Scan|Index Only Scan|Bitmap Heap Scan/.test(node['Node Type'])
  if (!isScan) return below
  const thrownAway =
    (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return below + (node['Actual Rows'] + thrownAway) * node['Actual Loops']
}
