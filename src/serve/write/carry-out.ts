import type { Design } from '../../compile/design.ts'
import type { Sql } from '../../sql/sql.ts'
import { ArchitectError, invariant } from '../../std/error.ts'
import { refuseFailed } from './check.ts'
import { remembered, type WriteBackend, type WriteContext } from './context.ts'
import { idempotentStatement, PROCEED } from './idempotent-statement.ts'
import { bindOnce, metAnother, type Once, readOnce } from './once.ts'
import type { Outcome, WrittenRow } from './outcome.ts'
import { refusedWrite } from './refused-write.ts'
import { runWrite } from './run-write.ts'
import { selectionShape } from './selection-shape.ts'
import { ACTOR, type Bindings, bind, type ShapeCache, shapeCache } from './statement.ts'
import { type WriteParts, type WriteStatement, writeStatement } from './write-statement.ts'

/** One write, ready to be sent. */
export interface Work {
  readonly operation: 'create' | 'update' | 'delete'
  /** What the text depends on, besides the resource, the class of the actor and the selection. */
  readonly shape: string
  /** `proceed`: a further condition of the write, where there is one. */
  readonly parts: (proceed: Sql | undefined) => WriteParts
  readonly bindings: Bindings
  /** Present: it is to be done once. */
  readonly once?: Once | undefined
  /** `long` where it may take more than a few milliseconds. */
  readonly lane?: 'short' | 'long'
}

/** What became of a write. */
export interface CarriedOut {
  /** In the order of their positions. */
  readonly outcomes: readonly Outcome[]
  /** The answer was stored by the same request of before; nothing was written now. */
  readonly replayed: boolean
}

/**
 * Sends the statement of a write and reads its outcomes.
 * @throws {ArchitectError} what PostgreSQL refused, in the words of the API; ARC111 and ARC112 for idempotency keys.
 */
export async function carryOut(
  work: Work,
  context: WriteContext,
  backend: WriteBackend,
): Promise<CarriedOut> {
  try {
    return await attempt(work, context, backend)
  } catch (error) {
    if (!metAnother(error)) throw refusedWrite(error, context, work.operation)
    return await attempt(work, context, backend)
  }
}

async function attempt(
  work: Work,
  context: WriteContext,
  backend: WriteBackend,
): Promise<CarriedOut> {
  const { prepared, read } = statementOf(work, context, backend)
  const { once } = work
  const keyed = once === undefined ? {} : bindOnce(once, context)
  const query = bind(prepared, { ...bindingsOf(work, context), ...keyed })
  const options = {
    lane: work.lane ?? 'short',
    ...(backend.signal ? { signal: backend.signal } : {}),
  }
  const rows = await runWrite(backend.database, query, options)
  const answer = once === undefined ? { ...rows, replayed: false } : readOnce(rows, once)
  return { outcomes: answer.rows.map(read), replayed: answer.replayed }
}

/**
 * The row that was written, where it was.
 * @throws {ArchitectError} ARC301 when there is no such row for the actor, ARC202, ARC302 and ARC102 as the failed checks say.
 */
export function writtenRow(
  { outcomes: [outcome] }: CarriedOut,
  { resource }: WriteContext,
): WrittenRow {
  if (outcome === undefined)
    throw new ArchitectError('ARC301', `There is no such ${resource.name}.`)
  refuseFailed(outcome.failed)
  return invariant(outcome.written, `a permitted write of ${resource.name} wrote nothing`)
}

/** The values of every statement of this write. */
function bindingsOf(work: Work, { actor }: WriteContext): Bindings {
  return { ...work.bindings, [ACTOR]: actor.kind === 'user' ? actor.id : null }
}

/** What the text of a write's statement depends on. */
function shapeOf(
  { operation, shape, once }: Work,
  { resource, audience, version, select }: WriteContext,
): string {
  return [
    resource.name,
    operation,
    once === undefined ? '' : 'once',
    shape,
    audience.actor.key,
    version.name,
    selectionShape(select),
  ].join('\n')
}

/** By design, and by what adds further steps: both belong to the text. */
const STATEMENTS = new WeakMap<Design, WeakMap<object, ShapeCache<WriteStatement>>>()

function statementOf(
  work: Work,
  context: WriteContext,
  { furtherSteps }: WriteBackend,
): WriteStatement {
  const { design } = context.audience.catalogue
  const ofDesign = remembered(STATEMENTS, design, () => new WeakMap())
  const statements = remembered(ofDesign, furtherSteps ?? design, () =>
    shapeCache<WriteStatement>(),
  )
  const further = furtherSteps?.(context, work.operation) ?? []
  return statements.get(shapeOf(work, context), () =>
    work.once === undefined
      ? writeStatement(work.parts(undefined), further)
      : idempotentStatement(work.parts(PROCEED), further),
  )
}
