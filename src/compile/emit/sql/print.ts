import { compile, type Sql } from '../../../sql/sql.ts'

/** The words that PostgreSQL 15 to 18 can take for something else than a name of a column or table. @see PostgreSQL manual, Appendix C */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
  cast char character check coalesce collate collation column concurrently constraint create cross current_catalog
  current_date current_role current_schema current_time current_timestamp current_user dec decimal default
  deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant
  greatest group grouping having ilike in initially inner inout insert int integer intersect interval into is isnull
  join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize
  json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural
  nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing
  precision primary real references returning right row select session_user setof similar smallint some
  substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique
  user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
  xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
)

/** Texts are matched first, so that what looks like a name inside one stays as it is. */
const TEXT_OR_NAME = /'(?:[^']|'')*'|"([a-z_][a-z0-9_]*)"/g

/**
 * The text of a piece without values, for people: names stand in quotes only where PostgreSQL wants them.
 * @throws Error where the piece holds a value, because DDL takes none.
 */
export function print(piece: Sql): string {
  const { text, values } = compile(piece)
  if (values.length > 0) throw new Error(`DDL takes no values: ${text}`)
  return text.replace(TEXT_OR_NAME, (match: string, name: string | undefined) =>
    name === undefined || RESERVED.has(name) ? match : name,
  )
}
