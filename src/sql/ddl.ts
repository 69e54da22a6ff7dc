/** One object of the schema and the statement that makes it. Names are unqualified: the search path decides where. */
export interface DdlStatement {
  readonly kind: 'table' | 'column' | 'constraint' | 'index'
  readonly table: string
  /** Name of the column, constraint or index; of the table itself. */
  readonly name: string
  readonly sql: string
}

/** The DDL of a design, object by object. */
export interface Ddl {
  /** Schema `architect` and what the product keeps there; may run again and again. */
  readonly system: string
  /** Tables with their columns, then constraints, then indexes: in this order they make everything. */
  readonly create: readonly DdlStatement[]
  /** `alter table … add column …`, for each column of each table: used where the table is there already. */
  readonly columns: readonly DdlStatement[]
  /** Comments with the stable ids; may run again and again. */
  readonly comments: string
  /** Row level security, roles and grants; may run again and again. */
  readonly wall: string
}
