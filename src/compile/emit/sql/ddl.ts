import type { Ddl, DdlStatement } from '../../../sql/ddl.ts'
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
  uniqueClause,
} from './table.ts'
import { wallSql } from './wall.ts'

/** The schema of a design, one statement an object. What may run again and again is one script each. */
export function schemaDdl(design: Design): Ddl {
  return {
    system: SYSTEM,
    create: [
      ...design.tables.map(tableStatement),
      ...design.tables.flatMap(constraintStatements),
      ...design.tables.flatMap(foreignKeyStatements),
      ...design.tables.flatMap((table) => indexStatements(design, table)),
    ],
    columns: design.tables.flatMap(columnStatements),
    comments: design.tables.flatMap(commentsOn).map(statement).join('\n'),
    wall: wallSql(design),
  }
}

function statement(piece: Sql): string {
  return `${print(piece)};`
}

function tableStatement(table: Table): DdlStatement {
  const parts = [...table.columns.map(columnClause), primaryKeyClause(table)]
  return {
    kind: 'table',
    table: table.name,
    name: table.name,
    sql: statement(createTable(table.name, parts)),
  }
}

function columnStatements(table: Table): readonly DdlStatement[] {
  return table.columns.map((column) => ({
    kind: 'column',
    table: table.name,
    name: column.name,
    sql: statement(alterTable(table.name, sql`add column ${columnClause(column)}`)),
  }))
}

function constraintStatements(table: Table): readonly DdlStatement[] {
  return [
    ...table.checks.map((check) => constraint(table, check.name, checkClause(check))),
    ...table.uniques.map((unique) => constraint(table, unique.name, uniqueClause(unique))),
  ]
}

function foreignKeyStatements(table: Table): readonly DdlStatement[] {
  return table.foreignKeys.map((key) => constraint(table, key.name, foreignKeyClause(key)))
}

function constraint(table: Table, name: string, clause: Sql): DdlStatement {
  return {
    kind: 'constraint',
    table: table.name,
    name,
    sql: statement(alterTable(table.name, sql`add ${clause}`)),
  }
}

function indexStatements(design: Design, table: Table): readonly DdlStatement[] {
  return indexesOf(design, table).map((index) => ({
    kind: 'index',
    table: table.name,
    name: index.name,
    sql: statement(createIndex(index)),
  }))
}
