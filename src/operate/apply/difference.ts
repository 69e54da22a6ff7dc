import type { LiveColumn, LiveTable } from '../introspect/schema.ts'

/** One way in which a live schema is not the desired one. */
export interface Difference {
  readonly kind:
    | 'table missing'
    | 'column missing'
    | 'constraint missing'
    | 'index missing'
    | 'index invalid'
    | 'column differs'
    | 'constraint differs'
    | 'index differs'
    | 'column not in the blueprint'
    | 'constraint not in the blueprint'
  readonly table: string
  /** Name of the column, constraint or index; of the table itself where that is missing. */
  readonly name: string
  /** Definitions, where the two sides have different ones. */
  readonly desired: string | undefined
  readonly live: string | undefined
}

/**
 * Compares what should be with what is, object by object. Both sides were printed by the same server.
 * Tables that only the live side has belong to somebody else, and so do further indexes: neither is a difference.
 */
export function differences(
  desired: readonly LiveTable[],
  live: readonly LiveTable[],
): Difference[] {
  return desired.flatMap((table) => {
    const found = live.find((candidate) => candidate.name === table.name)
    if (!found) return [differenceOf('table missing', { table: table.name, name: table.name })]
    return [
      ...columnDifferences(table, found),
      ...constraintDifferences(table, found),
      ...indexDifferences(table, found),
    ]
  })
}

function columnDifferences(desired: LiveTable, live: LiveTable): Difference[] {
  const missing = pairs(desired.columns, live.columns).flatMap(([want, have]) => {
    if (!have) return [differenceOf('column missing', { table: desired.name, name: want.name })]
    const [a, b] = [columnText(want), columnText(have)]
    return a === b
      ? []
      : [
          differenceOf(
            'column differs',
            { table: desired.name, name: want.name },
            { desired: a, live: b },
          ),
        ]
  })
  const foreign = pairs(live.columns, desired.columns).filter(([, want]) => !want)
  return [
    ...missing,
    ...foreign.map(([have]) =>
      differenceOf('column not in the blueprint', { table: desired.name, name: have.name }),
    ),
  ]
}

function constraintDifferences(desired: LiveTable, live: LiveTable): Difference[] {
  const missing = pairs(desired.constraints, live.constraints).flatMap(([want, have]) => {
    if (!have) return [differenceOf('constraint missing', { table: desired.name, name: want.name })]
    if (want.definition === have.definition) return []
    return [
      differenceOf(
        'constraint differs',
        { table: desired.name, name: want.name },
        {
          desired: want.definition,
          live: have.definition,
        },
      ),
    ]
  })
  const foreign = pairs(live.constraints, desired.constraints).filter(([, want]) => !want)
  return [
    ...missing,
    ...foreign.map(([have]) =>
      differenceOf('constraint not in the blueprint', { table: desired.name, name: have.name }),
    ),
  ]
}

function indexDifferences(desired: LiveTable, live: LiveTable): Difference[] {
  const wanted = desired.indexes.filter((index) => !index.ofConstraint)
  return pairs(wanted, live.indexes).flatMap(([want, have]) => {
    if (!have) return [differenceOf('index missing', { table: desired.name, name: want.name })]
    if (!(have.valid && have.ready))
      return [differenceOf('index invalid', { table: desired.name, name: want.name })]
    if (want.definition === have.definition) return []
    return [
      differenceOf(
        'index differs',
        { table: desired.name, name: want.name },
        {
          desired: want.definition,
          live: have.definition,
        },
      ),
    ]
  })
}

/** A default or NOT NULL that differs is a difference; a comment is not. */
function columnText(column: LiveColumn): string {
  const parts = [column.type, column.nullable ? 'null' : 'not null']
  if (column.default !== null) parts.push(`default ${column.default}`)
  if (column.generated !== null) parts.push(`generated always as (${column.generated})`)
  return parts.join(' ')
}

function pairs<T extends { readonly name: string }>(
  left: readonly T[],
  right: readonly T[],
): [T, T | undefined][] {
  const byName = new Map(right.map((item) => [item.name, item]))
  return left.map((item) => [item, byName.get(item.name)])
}

function differenceOf(
  kind: Difference['kind'],
  { table, name }: { readonly table: string; readonly name: string },
  texts: { desired?: string; live?: string } = {},
): Difference {
  return { kind, table, name, desired: texts.desired, live: texts.live }
}
