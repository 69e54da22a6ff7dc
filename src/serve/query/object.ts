import type { FieldDesign } from '../../compile/design.ts'
import { anyOf } from '../../sql/predicate.ts'
import { predicateSql } from '../../sql/predicate-sql.ts'
import { ident, join, literal, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import { fieldBranches } from '../plan/admit.ts'
import type { Include, Selection } from '../request.ts'
import { computedValue } from './computed.ts'
import { type Audience, type RowSource, readable, ruleScope } from './context.ts'
import { orderOf, orderSql } from './order.ts'
import { isPlain, JSON_VALUE, type ValueJson, valueJson } from './value-json.ts'

/**
 * One member of the JSON of a row: the same member for every answer that shows it, whether PostgreSQL
 * puts the object together or the server does.
 */
export interface Member {
  /** The name and its colon, as JSON: `"title":`. */
  readonly key: string
  /** The value, or JSON ready to be passed on. */
  readonly value: Sql
  readonly json: ValueJson
  readonly nullable: boolean
  /** Left out of the object where this is not true. */
  readonly when: Sql | undefined
  /** The column whose text the cell is. */
  readonly column: string | undefined
}

/** The members of a selection, `id` first, in the order of the design. Fields that the audience can never see are not among them. */
export function membersOf(
  source: RowSource,
  select: Selection,
  audience: Audience,
): readonly Member[] {
  const said = invariant(audience.names.get(source.resource.name), 'a resource without names').said
  const key = (name: string): string => `${JSON.stringify(said.get(name) ?? name)}:`
  const included = new Set(
    select.includes
      .map(({ design }) => design)
      .filter(isOne)
      .map(({ field }) => field),
  )
  const fields = source.resource.fields
    .filter(({ name }) => select.fields.includes(name) && !included.has(name))
    .flatMap((field) =>
      fieldMember(source, field, audience).map((member) => ({ ...member, key: key(field.name) })),
    )
  const computed = source.resource.computed
    .filter(({ name }) => select.computed.includes(name))
    .map((of) => ({ ...ALWAYS, ...computedValue(source, of, audience), key: key(of.name) }))
  const includes = select.includes.map((include) => ({
    ...JSON_MEMBER,
    key: key(include.design.name),
    value: includeSql(source, include, audience),
    nullable: include.design.kind === 'one',
  }))
  return [...fields, ...computed, ...includes]
}

function isOne(design: { readonly kind: 'one' | 'many' }): boolean {
  return design.kind === 'one'
}

type Unnamed = Omit<Member, 'key'>

function fieldMember(
  source: RowSource,
  field: FieldDesign,
  audience: Audience,
): readonly Unnamed[] {
  const seen = anyOf(fieldBranches(field.read, audience.actor))
  if (seen.kind === 'false') return []
  const value = ident(source.alias, field.column)
  const when =
    seen.kind === 'true' ? undefined : predicateSql(seen, ruleScope(audience.actor, source.alias))
  const column = when === undefined && isPlain(field.type) ? field.column : undefined
  return [{ value, json: valueJson(field.type), nullable: field.nullable, when, column }]
}

/** JSON that PostgreSQL has made. */
const ALWAYS = { nullable: false, when: undefined, column: undefined }
const JSON_MEMBER = { ...ALWAYS, json: JSON_VALUE }

/** The object of a row as text of PostgreSQL. `concat` reads a null as nothing, so no member can empty the whole. */
export function objectSql(members: readonly Member[]): Sql {
  const parts = members.map((member, i) => {
    const lead = literal(`${i === 0 ? '{' : ','}${member.key}`)
    const made = member.json.sql(member.value)
    const value = member.nullable ? sql`coalesce((${made})::text, 'null')` : made
    if (member.when === undefined) return sql`${lead}, ${value}`
    return sql`case when ${member.when} then concat(${lead}, ${value}) end`
  })
  return sql`concat(${join(parts, ', ')}, '}')`
}

/** The included row or rows as JSON, under their own rule: a row that the audience may not read is null or absent. */
function includeSql(source: RowSource, include: Include, audience: Audience): Sql {
  const target = { resource: include.resource, alias: aliasWithin(source.alias) }
  const object = objectSql(membersOf(target, include.select, audience))
  const from = sql`${ident(include.resource.table)} as ${ident(target.alias)}`
  const [inner, outer] = linkOf(source, include)
  const fixed = new Map([[inner, outer]])
  const rule = readable(audience, include.resource.name)
  const permitted = predicateSql(rule, ruleScope(audience.actor, target.alias, fixed))
  const where = sql`${ident(target.alias, inner)} = ${outer} and (${permitted})`
  if (include.design.kind === 'one') return sql`(select ${object} from ${from} where ${where})`
  const order = orderSql(orderOf(include.resource, include.sort), target.alias)
  const page = sql`select ${object} as j from ${from} where ${where} order by ${order} limit ${literal(include.limit)}`
  return sql`(select concat('[', string_agg(j, ','), ']') from (${page}) as m)`
}

/** Aliases of rows are `r0`, `r1`, … by depth; those inside a rule are `t1`, …: they never meet. */
function aliasWithin(alias: string): string {
  return `r${Number(alias.slice(1)) + 1}`
}

/** The column of the included row, and what it must equal. */
function linkOf(source: RowSource, { design, resource }: Include): [string, Sql] {
  const holder = design.kind === 'one' ? source.resource : resource
  const field = holder.fields.find(({ name }) => name === design.field)
  const { column } = invariant(field, `${holder.name} has no field ${design.field}`)
  if (design.kind === 'one') return ['id', ident(source.alias, column)]
  return [column, ident(source.alias, 'id')]
}
