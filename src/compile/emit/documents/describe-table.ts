import type { Column, Design, Index, Table } from '../../design.ts'
import { questionsOf } from '../sql/table.ts'

/** A table in words. */
export interface TableSection {
  readonly name: string
  readonly resource: string
  readonly description: string | null
  /** Rows that it is designed for. */
  readonly rows: number
  readonly columns: readonly ColumnSection[]
  readonly checks: readonly string[]
  readonly indexes: readonly IndexSection[]
  readonly relationships: readonly RelationshipSection[]
}

export interface ColumnSection {
  readonly name: string
  /** Of PostgreSQL. */
  readonly type: string
  readonly nullable: boolean
  readonly default: string | null
  readonly key: 'primary' | 'foreign' | null
}

export interface IndexSection {
  readonly name: string
  readonly columns: readonly string[]
  readonly unique: boolean
  readonly method: string
  readonly where: string | null
  /** The questions that need it. */
  readonly serves: readonly string[]
}

export interface RelationshipSection {
  readonly columns: readonly string[]
  readonly table: string
  readonly onDelete: 'cascade' | 'restrict' | 'null'
  readonly cardinality: 'many to one' | 'one to one'
}

/** A table of the design with what belongs to it. */
export function describeTable(design: Design, table: Table): TableSection {
  return {
    name: table.name,
    resource: table.resource,
    description: table.description ?? null,
    rows: table.rows,
    columns: table.columns.map((column) => describeColumn(table, column)),
    checks: table.checks.map(({ condition }) => condition),
    indexes: design.indexes.filter((index) => index.table === table.name).map(describeIndex),
    relationships: table.foreignKeys.map(({ columns, references, onDelete }) => ({
      columns,
      table: references.table,
      onDelete,
      cardinality: isUnique(table, columns) ? 'one to one' : 'many to one',
    })),
  }
}

function describeColumn(table: Table, column: Column): ColumnSection {
  return {
    name: column.name,
    type: column.type,
    nullable: column.nullable,
    default:
      column.generated === undefined ? (column.default ?? null) : `generated: ${column.generated}`,
    key: keyOf(table, column.name),
  }
}

function keyOf(table: Table, column: string): ColumnSection['key'] {
  if (table.primaryKey.includes(column)) return 'primary'
  return table.foreignKeys.some(({ columns }) => columns.includes(column)) ? 'foreign' : null
}

function describeIndex(index: Index): IndexSection {
  return {
    name: index.name,
    columns: index.keys.map(({ column, descending }) => (descending ? `${column} desc` : column)),
    unique: index.unique,
    method: index.method,
    where: index.where ?? null,
    serves: questionsOf(index),
  }
}

function isUnique(table: Table, columns: readonly string[]): boolean {
  return table.uniques.some((unique) => unique.columns.join() === columns.join())
}
