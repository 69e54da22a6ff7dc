import type { Database } from '../../src/engine/ports/database.ts'
import type { SqlQuery } from '../../src/sql/query.ts'

/** What PostgreSQL did for a statement. */
export interface Work {
  /** Rows that scans delivered or threw away, over all loops. */
  readonly rowsRead: number
  readonly rowsReturned: number
  /** Tables that were read from end to end. */
  readonly sequential: readonly string[]
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

/** Runs a statement under EXPLAIN and adds up what its scans read. */
export async function workOf(database: Database, { text, values }: SqlQuery): Promise<Work> {
  const explained = await database.query(
    { text: `${EXPLAIN} ${text}`, values },
    { lane: 'long', timeoutMs: 60_000 },
  )
  return workIn(explained.rows[0]?.[0])
}

/** The same with the plan that PostgreSQL keeps for a prepared statement, made without knowing its values. */
export async function genericWorkOf(database: Database, query: SqlQuery): Promise<Work> {
  const values = query.values.map((value) =>
    value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`,
  )
  return await database.transaction(async (transaction) => {
    await transaction.execute(
      `set local plan_cache_mode = force_generic_plan; prepare asked as ${query.text}`,
    )
    const list = values.length === 0 ? '' : `(${values.join(', ')})`
    const explained = await transaction.query({
      text: `${EXPLAIN} execute asked${list}`,
      values: [],
    })
    await transaction.execute('deallocate asked')
    return workIn(explained.rows[0]?.[0])
  })
}

const EXPLAIN = 'explain (analyze, buffers, timing off, format json)'

function workIn(explained: string | null | undefined): Work {
  const [{ Plan: root }] = JSON.parse(explained ?? '[]')
  const scans = nodesOf(root).filter((node) => node['Relation Name'] !== undefined)
  return {
    rowsRead: scans.reduce((sum, node) => sum + readBy(node), 0),
    rowsReturned: root['Actual Rows'],
    sequential: scans
      .filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0)
      .map((node) => node['Relation Name'] ?? ''),
  }
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

function readBy(node: Node): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
}
