import type { ColumnDef, Constraint, Node } from 'libpg-query'
import type { ColumnFacts, ConstraintFacts } from '../action.ts'
import { columnsIn, notNullColumn, volatilityOf } from './expressions.ts'
import { namesOf, tableOf, typeOf } from './names.ts'

const KINDS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not null',
}

/** A constraint as written at a table; `undefined` for what is none: defaults, attributes. */
export function readConstraint(
  constraint: Constraint,
  column?: string,
): ConstraintFacts | undefined {
  const kind = KINDS[constraint.contype ?? '']
  if (!kind) return undefined
  const enforced =
    !['CONSTR_CHECK', 'CONSTR_FOREIGN'].includes(constraint.contype ?? '') ||
    constraint.is_enforced === true
  return {
    kind,
    name: constraint.conname,
    columns: columnsOf(constraint, column),
    validates: constraint.skip_validation !== true && enforced,
    enforced,
    usingIndex: constraint.indexname,
    references: kind === 'foreign key' ? tableOf(constraint.pktable) : undefined,
    cascades: kind === 'foreign key' && constraint.fk_del_action === 'c',
    notNullOf: kind === 'check' ? notNullColumn(constraint.raw_expr) : undefined,
  }
}

function columnsOf(constraint: Constraint, column: string | undefined): readonly string[] {
  if (column !== undefined) return [column]
  const listed = namesOf(constraint.fk_attrs ?? constraint.keys)
  return listed.length > 0 ? listed : [...new Set(columnsIn(constraint.raw_expr))]
}

/** A column as `create table` and `add column` have it. */
export function readColumn(definition: ColumnDef): ColumnFacts {
  const parts = constraintsIn(definition.constraints)
  const find = (contype: string): Constraint | undefined =>
    parts.find((part) => part.contype === contype)
  const generated = find('CONSTR_GENERATED')
  const name = definition.colname ?? ''
  const byDefault = find('CONSTR_DEFAULT')
  return {
    name,
    type: typeOf(definition.typeName),
    notNull: find('CONSTR_NOTNULL') !== undefined || find('CONSTR_PRIMARY') !== undefined,
    default: byDefault ? volatilityOf(byDefault.raw_expr) : 'none',
    generated: generatedOf(generated),
    identity: find('CONSTR_IDENTITY') !== undefined,
    constraints: parts.flatMap((part) => readConstraint(part, name) ?? []),
  }
}

function generatedOf(generated: Constraint | undefined): ColumnFacts['generated'] {
  if (!generated) return 'none'
  return generated.generated_kind === 'v' ? 'virtual' : 'stored'
}

function constraintsIn(nodes: readonly Node[] | undefined): readonly Constraint[] {
  return (nodes ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []))
}
