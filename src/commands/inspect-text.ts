import type { LiveConstraint, LiveIndex } from '../operate/introspect/parts.ts'
import type { LiveColumn, LiveTable, LiveView, Schema } from '../operate/introspect/schema.ts'

/** A live schema for people: what is broken first, then table by table. */
export function schemaText(about: string, schema: Schema): string {
  const { tables, views, functions, types, sequences, extensions } = schema
  const counts = [
    countOf(tables.length, 'table', 'tables'),
    countOf(views.length, 'view', 'views'),
    countOf(types.length, 'type', 'types'),
    countOf(sequences.length, 'sequence', 'sequences'),
    countOf(functions.length, 'function', 'functions'),
  ]
  const installed = extensions.map(({ name, version }) => `${name} ${version}`).join(', ')
  return [
    `${about}: ${counts.join(', ')}`,
    ...(installed === '' ? [] : [`extensions: ${installed}`]),
    ...brokenLines(tables),
    ...tables.flatMap((table) => ['', ...tableLines(table)]),
    ...views.flatMap((view) => ['', ...viewLines(view)]),
  ].join('\n')
}

function brokenLines(tables: readonly LiveTable[]): readonly string[] {
  const lines = tables.flatMap((table) => [
    ...table.indexes
      .filter(isBroken)
      .map(
        (index) =>
          `  ✗ index ${table.schema}.${index.name} is not ${index.ready ? 'valid' : 'ready'}: it serves no query`,
      ),
    ...table.constraints
      .filter(({ validated }) => !validated)
      .map(
        (one) =>
          `  ✗ constraint ${one.name} of ${nameOf(table)} was not checked on the rows that were there`,
      ),
  ])
  return lines.length === 0 ? [] : ['', 'broken', ...lines]
}

/** The index of a partitioned table is valid once that of every partition is. */
function isBroken({ valid, ready }: LiveIndex): boolean {
  return !(valid && ready)
}

function tableLines(table: LiveTable): readonly string[] {
  const facts = [
    table.kind === 'table' ? '' : table.kind,
    table.persistence === 'unlogged' ? 'unlogged' : '',
    table.partitionKey === null ? '' : `by ${table.partitionKey}`,
    table.partitionOf === null ? '' : `of ${table.partitionOf.parent} ${table.partitionOf.bound}`,
    table.rows < 0 ? 'never analyzed' : `about ${table.rows} rows`,
    sizeText(table.bytes),
    table.rowSecurity === 'off' ? '' : `row security ${table.rowSecurity}`,
  ]
  return [
    `${nameOf(table)}  ${facts.filter((fact) => fact !== '').join(', ')}`,
    ...columnLines(table.columns),
    ...table.constraints.map(constraintLine),
    ...table.indexes.filter(({ ofConstraint }) => !ofConstraint).map(indexLine),
    ...table.policies.map(({ name, command }) => `  policy ${name} for ${command}`),
    ...table.triggers.map(({ name }) => `  trigger ${name}`),
  ]
}

function viewLines(view: LiveView): readonly string[] {
  const kind = view.materialized ? `materialized view, ${sizeText(view.bytes)}` : 'view'
  return [`${nameOf(view)}  ${kind}`, ...columnLines(view.columns), ...view.indexes.map(indexLine)]
}

function columnLines(columns: readonly LiveColumn[]): readonly string[] {
  const width = Math.max(0, ...columns.map(({ name }) => name.length))
  return columns.map((column) => `  ${column.name.padEnd(width)}  ${columnText(column)}`)
}

function columnText(column: LiveColumn): string {
  const parts = [column.type]
  if (!column.nullable) parts.push(column.nullsUnchecked ? 'not null (unchecked)' : 'not null')
  if (column.identity !== null) parts.push(`identity ${column.identity}`)
  if (column.default !== null) parts.push(`default ${column.default}`)
  if (column.generated !== null) parts.push(`generated (${column.generated})`)
  return parts.join(' ')
}

function constraintLine({ name, definition, references }: LiveConstraint): string {
  return references === null ? `  ${name}: ${definition}` : `  → ${references.table}: ${definition}`
}

function indexLine({ definition, bytes }: LiveIndex): string {
  return `  ${definition.replace('CREATE ', '')}  ${sizeText(bytes)}`.trimEnd()
}

function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `16 kB`, in steps of 1024 as PostgreSQL prints sizes. */
function sizeText(bytes: number | null): string {
  if (bytes === null) return ''
  const step = Math.min(
    bytes < 1024 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)),
    UNITS.length - 1,
  )
  const value = bytes / 1024 ** step
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[step]}`
}
