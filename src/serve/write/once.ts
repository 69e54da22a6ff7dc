import { type Cell, DatabaseError, type Rows } from '../../engine/ports/database.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Idempotency } from '../request.ts'
import type { WriteContext } from './context.ts'
import {
  FINGERPRINT,
  IDEMPOTENCY_CONSTRAINT,
  KEY,
  SCOPE,
  SHAPE,
  STATUS,
} from './idempotent-statement.ts'
import type { Bindings } from './statement.ts'

/** A request that is to have one effect, however often it is sent. */
export interface Once extends Idempotency {
  /** Of the answer that is stored. */
  readonly status: number
  /** Operation of the path: nobody replays the answer of another operation, or of another actor. */
  readonly operation: 'create' | 'bulk'
}

/** The rows of an answer, fresh or stored. */
export interface OnceAnswer {
  readonly rows: readonly (readonly Cell[])[]
  readonly replayed: boolean
}

/** The form in which answers are stored: another one cannot be read. The text of the statement may change meanwhile. */
const FORM = 'cells 2'

/** The values of {@link Once} in its statement. */
export function bindOnce(once: Once, context: WriteContext): Bindings {
  const { actor, version, resource } = context
  const who = actor.kind === 'user' ? actor.id : 'anonymous'
  return {
    [SCOPE]: `${who} ${once.operation} /${version.name}/${resource.path}`,
    [KEY]: once.key,
    [FINGERPRINT]: once.fingerprint,
    [STATUS]: once.status,
    [SHAPE]: FORM,
  }
}

/**
 * What the statement of a write with a key says.
 * @throws {ArchitectError} ARC112 while the same request is being carried out, ARC111 when the key stands for another
 * request, ARC303 when its answer was stored in a form of before.
 */
export function readOnce({ rows }: Rows, once: Once): OnceAnswer {
  const [free, fingerprint, storedShape, body] = rows[0] ?? []
  if (typeof fingerprint === 'string') {
    if (fingerprint !== once.fingerprint) {
      throw new ArchitectError('ARC111', 'This Idempotency-Key was used for another request.')
    }
    if (storedShape !== FORM) {
      throw new ArchitectError(
        'ARC303',
        'This has been carried out; its answer is not available any more.',
      )
    }
    return { rows: cellsOf(body), replayed: true }
  }
  if (free === 't') return { rows: cellsOf(body), replayed: false }
  throw new ArchitectError('ARC112', 'The same request is being carried out.', {
    headers: { 'retry-after': '1' },
  })
}

/** Two requests found no answer; the one that was later finds it when it looks again. */
export function metAnother(error: unknown): boolean {
  return error instanceof DatabaseError && error.constraint === IDEMPOTENCY_CONSTRAINT
}

function cellsOf(body: Cell | undefined): readonly (readonly Cell[])[] {
  const rows: unknown = JSON.parse(body ?? '[]')
  if (!Array.isArray(rows)) return []
  return rows.map((row: unknown) => (Array.isArray(row) ? row.map(toCell) : []))
}

function toCell(value: unknown): Cell {
  return typeof value === 'string' ? value : null
}
