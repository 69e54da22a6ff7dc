import { sql } from '../../sql/sql.ts'
import { ArchitectError, ERRORS, type Fault } from '../../std/error.ts'
import type { BulkRequest } from '../request.ts'
import { admitOperation } from './access.ts'
import { type BulkItem, bindItems, bulkParts } from './bulk-statement.ts'
import { type CarriedOut, carryOut, type Work } from './carry-out.ts'
import { describe, refusalOf } from './check.ts'
import type { WriteBackend, WriteContext } from './context.ts'
import { newRowId } from './create.ts'
import { closedFields } from './field-class.ts'
import type { Outcome } from './outcome.ts'
import { conflict } from './refused-write.ts'
import { replayable, type WriteResult } from './write-result.ts'

type Refused = ReadonlyMap<number, readonly Fault[]>

/**
 * Makes many rows in one statement: all or none, or each with its own result.
 * @throws {ArchitectError} ARC201, ARC202; in mode `all` ARC102 and ARC303 for the whole.
 */
export async function performBulk(
  request: BulkRequest,
  context: WriteContext,
  backend: WriteBackend,
): Promise<WriteResult> {
  admitOperation(context, 'create')
  const { mode, items } = request
  const refused = refusedItems(request, context)
  const rows = items.flatMap((body, position): BulkItem[] =>
    refused.has(position) ? [] : [{ position, id: newRowId(body, backend.newId), body }],
  )
  if (mode === 'all')
    refuseAll([...refused].flatMap(([i, faults]) => faults.map((fault) => at(i, fault))))
  const done = await carryOut(bulkWork(request, context, rows), context, backend).catch(
    (error: unknown) => {
      throw mode === 'all' ? ofSomeItem(error) : error
    },
  )
  if (mode === 'all') refuseAllFailed(done.outcomes)
  const about = { context, backend, items, refused }
  return replayable(bulkResult(about, done), done.replayed)
}

function bulkWork(
  { mode, idempotency }: BulkRequest,
  context: WriteContext,
  rows: readonly BulkItem[],
): Work {
  return {
    operation: 'create',
    once: idempotency && { ...idempotency, status: 200, operation: 'bulk' },
    shape: `bulk ${mode}`,
    parts: (proceed = sql`true`) => bulkParts(context, mode, proceed),
    bindings: bindItems(context, rows),
    lane: 'long',
  }
}

/** Items that break the schema, name fields that are closed to the actor, or repeat an id. */
function refusedItems({ items, refused }: BulkRequest, context: WriteContext): Refused {
  const found = new Map(refused)
  const ids = new Set<string>()
  for (const [i, body] of items.entries()) {
    const closed = closedFields(context, { operation: 'create', names: Object.keys(body) })
    const id = body['id']
    const repeated = typeof id === 'string' && ids.has(id)
    if (typeof id === 'string') ids.add(id)
    const faults = [...(found.get(i) ?? []), ...closed, ...(repeated ? [REPEATED] : [])]
    if (faults.length > 0) found.set(i, faults)
  }
  return found
}

const REPEATED: Fault = { pointer: '/id', code: 'taken', message: 'stands twice in this request' }

function at(position: number, fault: Fault): Fault {
  return { ...fault, pointer: `/items/${position}${fault.pointer}` }
}

/** PostgreSQL says which fields met another row, not in which item: pointers lead to the items. */
function ofSomeItem(error: unknown): unknown {
  if (!(error instanceof ArchitectError) || error.faults.length === 0) return error
  const faults = error.faults.map((fault) => ({
    ...fault,
    pointer: '/items',
    message: `${fault.pointer} of one of them ${fault.message}`,
  }))
  return new ArchitectError(error.code, error.message, { faults, cause: error })
}

function refuseAll(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ArchitectError('ARC102', describe(faults), { faults })
}

/** Rules come before values here too: one item that the actor may not make, and nothing is said of the others' values. */
function refuseAllFailed(outcomes: readonly Outcome[]): void {
  const refusals = outcomes.flatMap(({ position, failed }) => {
    const refusal = refusalOf(failed)
    return refusal === undefined ? [] : [{ position, refusal }]
  })
  const worst = refusals.find(({ refusal }) => refusal.code === 'ARC202') ?? refusals[0]
  if (worst === undefined) return
  const faults = refusals
    .filter(({ refusal }) => refusal.code === worst.refusal.code)
    .flatMap(({ position, refusal }) =>
      refusal.faults.length > 0
        ? refusal.faults.map((fault) => at(position, fault))
        : [at(position, { pointer: '', code: 'forbidden', message: refusal.message })],
    )
  throw new ArchitectError(worst.refusal.code, describe(faults), { faults })
}

interface AboutBulk {
  readonly context: WriteContext
  readonly backend: WriteBackend
  readonly items: BulkRequest['items']
  readonly refused: Refused
}

function bulkResult(about: AboutBulk, { outcomes }: CarriedOut): WriteResult {
  const { context, items } = about
  const byPosition = new Map(outcomes.map((outcome) => [outcome.position, outcome]))
  const results = items.map((_, i) => itemResult(about, i, byPosition.get(i)))
  const ids = outcomes.flatMap(({ written }) => written?.id ?? [])
  return {
    status: 200,
    headers: {},
    body: `{"data":[${results.join(',')}]}`,
    changes: ids.map((id) => ({ resource: context.resource.name, operation: 'create', id })),
  }
}

/** One result as JSON. A permitted item that was not written met another row. */
function itemResult(
  { context, backend, refused }: AboutBulk,
  position: number,
  outcome: Outcome | undefined,
): string {
  if (outcome === undefined) {
    const faults = refused.get(position) ?? []
    return problemResult(new ArchitectError('ARC102', describe(faults), { faults }), backend)
  }
  const { written, failed } = outcome
  if (written === undefined)
    return problemResult(refusalOf(failed) ?? conflict(context, []), backend)
  return `{"status":201,"body":${written.json ?? JSON.stringify({ id: written.id })}}`
}

function problemResult(refusal: ArchitectError, { problem }: WriteBackend): string {
  return `{"status":${ERRORS[refusal.code].status},"problem":${problem(refusal)}}`
}
