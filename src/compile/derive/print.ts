import { compile, type Sql } from '../../sql/sql.ts'

/** The text of a piece without values: what DDL needs. */
export function print(piece: Sql): string {
  const { text, values } = compile(piece)
  if (values.length > 0) throw new Error(`DDL takes no values: ${text}`)
  return text
}
