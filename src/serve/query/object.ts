import type { FieldDesign } from '../../compile/design.ts'
import { anyOf, TRUE } from '../../sql/predicate.ts'
import { predicateSql } from '../../sql/predicate-sql.ts'
import { ident, join, literal, type Sql, sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import { fieldBranches } from '../plan/admit.ts'
import type { Include, Selection } from '../request.ts'
import { computedValue } from './computed.ts'
import { type Audience, type RowSource, readable, ruleScope } from './context.ts'
import { isImplied } from './implied.ts'
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
  /** The row that a reference points to: the server may select its members instead of its JSON. */
  readonly row: JoinedRow | undefined
}

/** An included row as a join. */
export interface JoinedRow {
  readonly alias: string
  /** `left join lateral … on true`: nothing where there is no row or the audience may not read it. */
  readonly join: Sql
  readonly members: readonly Member[]
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
  const includes = select.includes.flatMap((include, i) =>
    includeMember(source, { include, alias: `${source.alias}_${i}` }, audience).map((member) => ({
      ...member,
      key: key(include.design.name),
    })),
  )
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
  return [
    { value, json: valueJson(field.type), nullable: field.nullable, when, column, row: undefined },
  ]
}

const ALWAYS = { nullable: false, when: undefined, column: undefined, row: undefined }

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

/** An include under the alias that its rows have. Aliases inside a rule are `t1`, `l1`, …: they never meet. */
interface Inclusion {
  readonly include: Include
  readonly alias: string
}

/** The included row or rows, under their own rule: a row that the audience may not read is null or absent. */
function includeMember(
  source: RowSource,
  { include, alias }: Inclusion,
  audience: Audience,
): readonly Unnamed[] {
  const link = linkOf(source, include)
  // Whoever may not see the reference may not see where it leads.
  const [reference] = fieldMember(link.holder, link.field, audience)
  if (reference === undefined) return []
  const members = membersOf({ resource: include.resource, alias }, include.select, audience)
  const from = sql`${ident(include.resource.table)} as ${ident(alias)}`
  const fixed = new Map([[link.inner, link.outer]])
  const rule = isImplied(source, include, audience)
    ? TRUE
    : readable(audience, include.resource.name)
  const permitted = predicateSql(rule, ruleScope(audience.actor, alias, fixed))
  const where = sql`${ident(alias, link.inner)} = ${link.outer} and (${permitted})`
  if (include.design.kind === 'many') {
    const value = manySql({ include, alias }, sql`${from} where ${where}`, members)
    return [{ ...ALWAYS, json: JSON_VALUE, value }]
  }
  const value = sql`(select ${objectSql(members)} from ${from} where ${where})`
  const lateral = sql`left join lateral (select ${ident(alias)}.* from ${from} where ${where}) as ${ident(alias)} on true`
  const row = { alias, join: lateral, members }
  return [{ ...ALWAYS, json: JSON_VALUE, value, nullable: true, when: reference.when, row }]
}

function manySql({ include, alias }: Inclusion, rows: Sql, members: readonly Member[]): Sql {
  const order = orderSql(orderOf(include.resource, include.sort), alias)
  const page = sql`select ${objectSql(members)} as j from ${rows} order by ${order} limit ${literal(include.limit)}`
  return sql`(select concat('[', string_agg(j, ','), ']') from (${page}) as m)`
}

interface Link {
  /** The row that holds the reference, and its field. */
  readonly holder: RowSource
  readonly field: FieldDesign
  /** The column of the included row, and what it must equal. */
  readonly inner: string
  readonly outer: Sql
}

function linkOf(source: RowSource, { design, resource }: Include): Link {
  const holder = design.kind === 'one' ? source : { resource, alias: 'held' }
  const found = holder.resource.fields.find(({ name }) => name === design.field)
  const field = invariant(found, `${holder.resource.name} has no field ${design.field}`)
  if (design.kind === 'one')
    return { holder, field, inner: 'id', outer: ident(source.alias, field.column) }
  return { holder, field, inner: field.column, outer: ident(source.alias, 'id') }
}
