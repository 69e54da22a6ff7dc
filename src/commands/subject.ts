import type { Design } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import { compile, ident, sql } from '../sql/sql.ts'
import { ArchitectError, invariant } from '../std/error.ts'
import { isUuid } from '../std/uuid.ts'

/** A row of the identity resource, as far as a token names it. */
export interface Subject {
  readonly id: string
  /** From its `role` field, where it has one. */
  readonly role: string | undefined
}

/**
 * Finds the actor that a person means: by id, or by the value of a unique text field, `handle` for instance.
 *
 * @throws {ArchitectError} ARC301 when there is no such row
 */
export async function findSubject(
  name: string,
  design: Design,
  database: Database,
): Promise<Subject> {
  const resource = invariant(
    design.resources.find((candidate) => candidate.name === design.identity),
    'the identity is a resource',
  )
  const table = invariant(
    design.tables.find((candidate) => candidate.name === resource.table),
    'a resource has a table',
  )
  const names = table.uniques
    .filter((unique) => unique.columns.length === 1)
    .flatMap((unique) => unique.columns)
  const columns = isUuid(name)
    ? ['id']
    : names.filter((column) => table.columns.some((c) => c.name === column && c.type === 'text'))
  const role = table.columns.some((column) => column.name === 'role') ? ident('role') : sql`null`
  for (const column of columns) {
    const found = await database.query(
      compile(sql`select id, ${role} from ${ident(table.name)} where ${ident(column)} = ${name}`),
    )
    const [row] = found.rows
    if (row) return { id: invariant(row[0], 'id is not null'), role: row[1] ?? undefined }
  }
  throw new ArchitectError('ARC301', `There is no ${design.identity} '${name}'`, {
    detail: {
      remedy: `Name one by id${names.length > 0 ? ` or ${names.join(' or ')}` : ''}; \`architect dev\` must have created it`,
    },
  })
}

/**
 * Seconds of a duration as people write it: `90s`, `15m`, `1h`, `1d`.
 *
 * @throws {ArchitectError} ARC101 when it is none, or longer than a day
 */
export function parseTtl(text: string): number {
  const [, count, unit] = /^(\d{1,7})(s|m|h|d)$/.exec(text) ?? []
  const seconds = Number(count) * (SECONDS[unit ?? ''] ?? Number.NaN)
  if (seconds > 0 && seconds <= MAX_TTL_SECONDS) return seconds
  throw new ArchitectError('ARC101', `'${text}' is no duration`, {
    detail: { remedy: 'Write 90s, 15m, or 1h; at most 1d' },
  })
}

/** The server accepts no token that lives longer. */
const MAX_TTL_SECONDS = 86_400
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
