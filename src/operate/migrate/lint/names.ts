import type { A_Const, Node, RangeVar, TypeName } from 'libpg-query'
import type { ColumnType, TableName } from '../action.ts'

/** The name of a relation as people write it; `public.` is left out. */
export function tableOf(relation: RangeVar | undefined): TableName {
  return joined([relation?.schemaname, relation?.relname])
}

/** A name in parts, as `drop table` has it. */
export function nameOf(node: Node | undefined): string {
  if (!node) return ''
  if ('String' in node) return node.String.sval ?? ''
  if ('List' in node) return joined((node.List.items ?? []).map(nameOf))
  if ('RangeVar' in node) return tableOf(node.RangeVar)
  if ('TypeName' in node) return joined((node.TypeName.names ?? []).map(nameOf))
  if ('ObjectWithArgs' in node) return joined((node.ObjectWithArgs.objname ?? []).map(nameOf))
  return ''
}

/** The parts of a name, the schema `public` left out. */
export function joined(parts: readonly (string | undefined)[]): string {
  const named = parts.filter((part) => part !== undefined && part !== '')
  return (named[0] === 'public' && named.length > 1 ? named.slice(1) : named).join('.')
}

/** Column names of a list of strings. */
export function namesOf(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).map(nameOf)
}

/** A type by PostgreSQL's own name, its modifiers beside it. */
export function typeOf(type: TypeName | undefined): ColumnType {
  const names = namesOf(type?.names)
  const own = names[0] === 'pg_catalog' ? names.slice(1) : names
  return {
    name: joined(own),
    modifiers: (type?.typmods ?? []).flatMap((node) =>
      'A_Const' in node ? [integerOf(node.A_Const)] : [],
    ),
    array: (type?.arrayBounds ?? []).length > 0,
  }
}

/** The parser leaves zero out. */
function integerOf(constant: A_Const): number {
  return constant.ival?.ival ?? 0
}

/** A type as SQL: `varchar(20)`. */
export function typeText(type: ColumnType): string {
  const modifiers = type.modifiers.length > 0 ? `(${type.modifiers.join(', ')})` : ''
  return `${type.name}${modifiers}${type.array ? '[]' : ''}`
}
