import type { Ddl, DdlStatement } from '../../sql/ddl.ts'
import type { LiveConstraint } from '../introspect/parts.ts'
import type { LiveTable } from '../introspect/schema.ts'
import type { Difference } from './difference.ts'

/** What mends the differences by adding, and the differences that adding cannot mend. */
export interface Additions {
  readonly statements: readonly DdlStatement[]
  readonly refused: readonly Difference[]
}

/**
 * New tables with all that belongs to them, new columns that are nullable or have a default with the
 * constraints that speak of new columns alone, and new indexes.
 */
export function additions(
  found: readonly Difference[],
  ddl: Ddl,
  desired: readonly LiveTable[],
): Additions {
  const newTables = namesOf(found, 'table missing')
  const newColumns = namesOf(
    found.filter((difference) => isAddable(difference, desired)),
    'column missing',
  )
  const mends = (difference: Difference): boolean => {
    switch (difference.kind) {
      case 'table missing':
      case 'index missing':
        return true
      case 'column missing':
        return newColumns.has(key(difference))
      case 'constraint missing':
        return speaksOfNew(difference, desired, newColumns)
      case 'index invalid':
      case 'column differs':
      case 'constraint differs':
      case 'index differs':
      case 'column not in the blueprint':
      case 'constraint not in the blueprint':
        return false
    }
  }
  const mended = found.filter(mends)
  const wanted = new Set(mended.map(key))
  const tables = new Set([...newTables].map((name) => name.split('.')[0]))
  const columns = ddl.columns.filter(
    (statement) => wanted.has(key(statement)) && !tables.has(statement.table),
  )
  const create = ddl.create.filter(
    (statement) =>
      tables.has(statement.table) || (statement.kind !== 'table' && wanted.has(key(statement))),
  )
  const made = create.filter((statement) => statement.kind === 'table')
  const rest = create.filter((statement) => statement.kind !== 'table')
  return {
    statements: [...made, ...columns, ...rest],
    refused: found.filter((difference) => !mends(difference)),
  }
}

function key({ table, name }: { readonly table: string; readonly name: string }): string {
  return `${table}.${name}`
}

function namesOf(found: readonly Difference[], kind: Difference['kind']): Set<string> {
  return new Set(found.filter((difference) => difference.kind === kind).map(key))
}

/** Rows that are there already get the default, or null. */
function isAddable(difference: Difference, desired: readonly LiveTable[]): boolean {
  const column = desired
    .find((table) => table.name === difference.table)
    ?.columns.find((candidate) => candidate.name === difference.name)
  return (
    column !== undefined &&
    (column.nullable || column.default !== null || column.generated !== null)
  )
}

function speaksOfNew(
  difference: Difference,
  desired: readonly LiveTable[],
  newColumns: ReadonlySet<string>,
): boolean {
  const constraint: LiveConstraint | undefined = desired
    .find((table) => table.name === difference.table)
    ?.constraints.find((candidate) => candidate.name === difference.name)
  return (
    (constraint?.columns ?? []).length > 0 &&
    (constraint?.columns ?? []).every((name) => newColumns.has(`${difference.table}.${name}`))
  )
}
