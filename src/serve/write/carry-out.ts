import type { Design } from '../../compile/design.ts'
import { type Sql, sql } from '../../sql/sql.ts'
import { ArchitectError, invariant } from '../../std/error.ts'
import { refuseFailed } from './check.ts'
import { remembered, type WriteBackend, type WriteContext } from './context.ts'
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
  /** `proceed`: a further condition of the write. */
  readonly parts: (proceed: Sql) => WriteParts
  readonly bindings: Bindings
  /** `long` where it may take more than a few milliseconds. */
  readonly lane?: 'short' | 'long'
}

/**
 * Sends the statement of a write and reads its outcomes, in the order of their positions.
 * @throws {ArchitectError} what PostgreSQL refused, in the words of the API.
 */
export async function carryOut(
  work: Work,
  context: WriteContext,
  backend: WriteBackend,
): Promise<readonly Outcome[]> {
  const statement = statementOf(work, context)
  const query = bind(statement.prepared, bindingsOf(work, context))
  const options = {
    lane: work.lane ?? 'short',
    ...(backend.signal ? { signal: backend.signal } : {}),
  }
  try {
    const { rows } = await runWrite(backend.database, query, options)
    return rows.map(statement.read)
  } catch (error) {
    throw refusedWrite(error, context, work.operation)
  }
}

/**
 * The row that was written, where it was.
 * @throws {ArchitectError} ARC301 when there is no such row for the actor, ARC202, ARC302 and ARC102 as the failed checks say.
 */
export function writtenRow([outcome]: readonly Outcome[], { resource }: WriteContext): WrittenRow {
  if (outcome === undefined)
    throw new ArchitectError('ARC301', `There is no such ${resource.name}.`)
  refuseFailed(outcome.failed)
  return invariant(outcome.written, `a permitted write of ${resource.name} wrote nothing`)
}

/** The values of every statement of this write. */
export function bindingsOf(work: Work, { actor }: WriteContext): Bindings {
  return { ...work.bindings, [ACTOR]: actor.kind === 'user' ? actor.id : null }
}

/** What the text of a write's statement depends on. */
export function shapeOf(
  { operation, shape }: Work,
  { resource, audience, version, select }: WriteContext,
): string {
  return [
    resource.name,
    operation,
    shape,
    audience.actor.key,
    version.name,
    selectionShape(select),
  ].join('\n')
}

const STATEMENTS = new WeakMap<Design, ShapeCache<WriteStatement>>()

function statementOf(work: Work, context: WriteContext): WriteStatement {
  const { design } = context.audience.catalogue
  const statements = remembered(STATEMENTS, design, () => shapeCache<WriteStatement>())
  return statements.get(shapeOf(work, context), () => writeStatement(work.parts(sql`true`)))
}
