import type { SqlQuery } from '../../../sql/query.ts'
import { compile, join, literal, Sql, sql } from '../../../sql/sql.ts'
import {
  type Cell,
  DatabaseError,
  type QueryOptions,
  type Rows,
  type StreamOptions,
  type Transaction,
  type TransactionOptions,
} from '../../ports/database.ts'
import type { Connector } from './connector.ts'
import { cancelled, type Interruption, isStalePlan } from './errors.ts'
import type { Link } from './link.ts'
import type { Pool } from './pool.ts'
import { STATEMENT_TIMEOUT_MS } from './session.ts'

/** Rows of a batch, unless the caller says otherwise. */
const BATCH_SIZE = 500
/** PostgreSQL ends a statement at its timeout; if it has not by then, the connection is dead. */
const DEAD_AFTER_MS = 3000

/** Work that has a connection for itself. */
export interface LongLane {
  query(query: SqlQuery, options: QueryOptions): Promise<Rows>
  transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions,
  ): Promise<T>
  stream(query: SqlQuery, options: StreamOptions): AsyncIterable<readonly (readonly Cell[])[]>
}

/** Statements, transactions and streams on connections of the pool. */
export function createLongLane(pool: Pool, connector: Connector): LongLane {
  const lane: Lane = { pool, connector }
  return {
    query: (query, options) => runQuery(lane, query, options),
    transaction: (work, options) => runTransaction(lane, work, options),
    stream: (query, options) => runStream(lane, query, options),
  }
}

interface Lane {
  readonly pool: Pool
  readonly connector: Connector
}

/** A pool connection while it is lent, with everything that may end a statement on it. */
interface Loan {
  readonly link: Link
  readonly lane: Lane
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  broken: boolean
}

async function borrow(
  lane: Lane,
  options: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined },
): Promise<Loan> {
  if (options.signal?.aborted === true) throw cancelled(false)
  const link = await lane.pool.acquire(options.signal)
  const timeoutMs = options.timeoutMs ?? STATEMENT_TIMEOUT_MS
  return { link, lane, signal: options.signal, timeoutMs, broken: false }
}

function giveBack(loan: Loan): void {
  loan.lane.pool.release(loan.link, loan.broken)
}

/** One statement of a loan: ended by the signal, by PostgreSQL's timeout, or by cutting a dead connection. */
async function send(loan: Loan, query: SqlQuery): Promise<Rows> {
  const { link, signal } = loan
  if (signal?.aborted === true) throw cancelled(false)
  const started = link.start(query)
  const interrupt = (interruption: Interruption) => {
    started.query.interruption = interruption
    // A cancel request that comes too late would hit the next user of the connection.
    loan.broken = true
    void loan.lane.connector.cancel(link.processId)
  }
  const abort = () => interrupt('aborted')
  signal?.addEventListener('abort', abort, { once: true })
  const dead = setTimeout(() => link.destroy(), loan.timeoutMs + DEAD_AFTER_MS)
  try {
    return await started.answer
  } finally {
    clearTimeout(dead)
    signal?.removeEventListener('abort', abort)
  }
}

async function runQuery(lane: Lane, query: SqlQuery, options: QueryOptions): Promise<Rows> {
  const loan = await borrow(lane, options)
  try {
    await setTimeoutOf(loan)
    return await sendTwice(loan, query)
  } finally {
    giveBack(loan)
  }
}

async function setTimeoutOf(loan: Loan): Promise<void> {
  if (loan.link.timeoutMs === loan.timeoutMs) return
  await send(loan, compile(sql`set statement_timeout = ${literal(loan.timeoutMs)}`))
  loan.link.timeoutMs = loan.timeoutMs
}

/** A second time only where PostgreSQL says that it did not know the plan any more. */
async function sendTwice(loan: Loan, query: SqlQuery): Promise<Rows> {
  try {
    return await send(loan, query)
  } catch (error) {
    if (!(error instanceof DatabaseError) || !isStalePlan(error)) throw error
    return await send(loan, query)
  }
}

async function runTransaction<T>(
  lane: Lane,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const loan = await borrow(lane, options)
  try {
    await begin(loan, options)
    const result = await work(transactionOn(loan))
    await commit(loan)
    return result
  } catch (error) {
    await rollback(loan)
    throw error
  } finally {
    giveBack(loan)
  }
}

function transactionOn(loan: Loan): Transaction {
  return {
    query: (query) => send(loan, query),
    execute: async (script) => {
      if (loan.signal?.aborted === true) throw cancelled(false)
      await loan.link.run(script)
    },
  }
}

async function begin(loan: Loan, options: TransactionOptions): Promise<void> {
  const modes = [
    `isolation level ${options.isolation ?? 'read committed'}`,
    options.readOnly === true ? 'read only' : 'read write',
  ]
  const statements: Sql[] = [new Sql([`begin ${modes.join(', ')}`], [])]
  if (options.timeoutMs !== undefined) {
    statements.push(sql`set local statement_timeout = ${literal(options.timeoutMs)}`)
  }
  if (options.lockTimeoutMs !== undefined) {
    statements.push(sql`set local lock_timeout = ${literal(options.lockTimeoutMs)}`)
  }
  await loan.link.run(compile(join(statements, '; ')).text)
}

/** PostgreSQL answers `commit` of a failed transaction with ROLLBACK and no error: nothing was written. */
async function commit(loan: Loan): Promise<void> {
  const tag = await loan.link.run('commit')
  if (tag !== 'COMMIT') {
    throw new DatabaseError('refused', 'The transaction had failed and was rolled back', {
      sqlState: '25P02',
    })
  }
}

async function rollback(loan: Loan): Promise<void> {
  if (loan.broken || loan.link.lost !== undefined) {
    loan.broken = true
    return
  }
  try {
    await loan.link.run('rollback')
  } catch {
    // The connection is cut, which rolls back as well; the caller hears of the first error.
    loan.broken = true
  }
}

async function* runStream(
  lane: Lane,
  query: SqlQuery,
  options: StreamOptions,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  const batchSize = options.batchSize ?? BATCH_SIZE
  const loan = await borrow(lane, { signal: options.signal })
  let done = false
  try {
    await loan.link.run('begin read only')
    await send(loan, {
      text: `declare batches no scroll cursor for ${query.text}`,
      values: query.values,
    })
    while (!done) {
      const { rows } = await send(loan, compile(sql`fetch ${literal(batchSize)} from batches`))
      done = rows.length < batchSize
      if (rows.length > 0) yield rows
    }
    await commit(loan)
  } finally {
    if (!done) await rollback(loan)
    giveBack(loan)
  }
}
