import { DatabaseError, type DatabaseErrorKind } from '../../ports/database.ts'

/** Why our own side ended a statement, where PostgreSQL's 57014 alone does not say it. */
export type Interruption = 'aborted' | 'timed out'

/** Messages of `pg` for statements that it never wrote to the socket. */
const NEVER_SENT =
  /is not queryable|was closed and|timeout expired|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENOENT/

/**
 * States in which PostgreSQL answers, but cannot work: out of disk, memory or connections, stopping, starting,
 * a failing disk, a server in the wrong role.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const UNAVAILABLE = /^(08|53|57P0|58|F0)/

const TIMEOUTS: ReadonlySet<string> = new Set(['57014', '55P03', '25P03', '25P04', '57P05'])

/** The port's error for anything that `pg` or a socket threw. `detail`, `where` and values stay behind. */
export function toDatabaseError(error: unknown, interruption?: Interruption): DatabaseError {
  if (error instanceof DatabaseError) return error
  const fields = readFields(error)
  if (fields.sqlState === undefined) return lostConnection(fields.message)
  const kind = kindOf(fields.sqlState, interruption)
  return new DatabaseError(kind, messageFor(kind, fields), {
    sqlState: fields.sqlState,
    constraint: fields.constraint,
    table: fields.table,
    column: fields.column,
  })
}

/** A statement that no connection took. */
export function notSent(reason: string): DatabaseError {
  return new DatabaseError('unavailable', reason, { sent: false })
}

/** A statement whose caller gave up. */
export function cancelled(sent: boolean): DatabaseError {
  return new DatabaseError('cancelled', 'The caller gave up', { sent })
}

/** True for the one refusal that says "prepare it again": the statement did not run. */
export function isStalePlan(error: DatabaseError): boolean {
  return error.sqlState === '26000' || error.sqlState === '0A000' || error.sqlState === '42P05'
}

interface ErrorFields {
  readonly message: string
  readonly sqlState: string | undefined
  readonly constraint: string | undefined
  readonly table: string | undefined
  readonly column: string | undefined
}

function readFields(error: unknown): ErrorFields {
  const text = (name: string): string | undefined => {
    if (typeof error !== 'object' || error === null) return undefined
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const code = text('code')
  return {
    message: text('message') ?? code ?? 'unknown error',
    // Node's own codes (ECONNRESET) have no digits; a SQLSTATE has five capitals and digits.
    sqlState:
      code !== undefined && /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE' ? code : undefined,
    constraint: text('constraint'),
    table: text('table'),
    column: text('column'),
  }
}

function lostConnection(message: string): DatabaseError {
  const sent = !NEVER_SENT.test(message)
  return new DatabaseError('unavailable', `PostgreSQL is unreachable: ${message}`, { sent })
}

function kindOf(sqlState: string, interruption: Interruption | undefined): DatabaseErrorKind {
  if (sqlState === '57014' && interruption === 'aborted') return 'cancelled'
  if (TIMEOUTS.has(sqlState)) return 'timeout'
  return UNAVAILABLE.test(sqlState) ? 'unavailable' : 'refused'
}

/** Data exceptions (class 22) quote the value that was refused: their text is replaced. */
function messageFor(kind: DatabaseErrorKind, fields: ErrorFields): string {
  if (kind === 'cancelled') return 'The caller gave up'
  if (fields.sqlState?.startsWith('22') === true) return `A value was refused (${fields.sqlState})`
  return fields.message
}
