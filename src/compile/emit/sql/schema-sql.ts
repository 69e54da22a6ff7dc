import { type Sql, sql } from '../../../sql/sql.ts'
import type { Design, Table } from '../../design.ts'
import { print } from './print.ts'
import { SYSTEM } from './system.ts'
import {
  alterTable,
  checkClause,
  columnClause,
  commentsOn,
  createIndex,
  createTable,
  foreignKeyClause,
  indexesOf,
  primaryKeyClause,
  questionsOf,
  uniqueClause,
} from './table.ts'
import { wallSql } from './wall.ts'

/** The whole schema of a design as one script for an empty database, PostgreSQL 15 to 18. */
export function schemaSql(design: Design): string {
  const sections = [
    `-- Schema of ${design.name}, for PostgreSQL 15 to 18. Made from the blueprint: change that, not this.`,
    'begin;',
    SYSTEM.trimEnd(),
    ...design.tables.map((table) => tableSection(design, table)),
    ...design.tables.flatMap(foreignKeySection),
    `${design.tables.flatMap(commentsOn).map(statement).join('\n')}`,
    wallSql(design).trimEnd(),
    'commit;',
  ]
  return `${sections.join('\n\n')}\n`
}

function statement(piece: Sql): string {
  return `${print(piece)};`
}

function tableSection(design: Design, table: Table): string {
  const clauses = [
    ...table.columns.map(columnClause),
    primaryKeyClause(table),
    ...table.uniques.map(uniqueClause),
    ...table.checks.map(checkClause),
  ]
  const indexes = indexesOf(design, table).map(
    (index) =>
      `${questionsOf(index)
        .map((question) => `-- serves ${question}\n`)
        .join('')}${statement(createIndex(index))}`,
  )
  return [statement(createTable(table.name, clauses)), ...indexes].join('\n\n')
}

function foreignKeySection(table: Table): readonly string[] {
  const keys = table.foreignKeys.map((key) =>
    statement(alterTable(table.name, sql`add ${foreignKeyClause(key)}`)),
  )
  return keys.length === 0 ? [] : [keys.join('\n')]
}
