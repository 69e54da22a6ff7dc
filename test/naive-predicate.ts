import type { Who } from '../src/compile/design.ts'
import type { Predicate, Scalar, ScalarList } from '../src/sql/predicate.ts'

/**
 * The judge of rules: what a predicate says, worked out row by row with SQL's three truth values. It shares
 * no code with the compiler of predicates; what it and PostgreSQL disagree on is a bug of one of them.
 */

export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>
export type Tables = Readonly<Record<string, readonly Row[]>>
/** `null` is unknown. */
export type Truth = boolean | null

export interface NaiveActor {
  /** Null: anonymous. */
  readonly id: Cell
  readonly roles: readonly string[]
}

export interface World {
  readonly tables: Tables
  readonly actor: NaiveActor
}

/** `rows` are those in scope, innermost last. */
export function judge(predicate: Predicate, rows: readonly Row[], world: World): Truth {
  switch (predicate.kind) {
    case 'true':
      return true
    case 'false':
      return false
    case 'signedIn':
      return world.actor.id !== null
    case 'role':
      return predicate.anyOf.some((role) => world.actor.roles.includes(role))
    case 'not': {
      const truth = judge(predicate.term, rows, world)
      return truth === null ? null : !truth
    }
    case 'and':
      return conjunction(predicate.terms.map((term) => judge(term, rows, world)))
    case 'or': {
      const truths = predicate.terms.map((term) => judge(term, rows, world))
      return truths.includes(true) ? true : truths.includes(null) ? null : false
    }
    case 'exists':
      return matching(predicate, rows, world) > 0
    case 'count':
      return compared(matching(predicate, rows, world), predicate.op, predicate.value)
    case 'compare':
      return comparison(predicate, rows, world)
  }
}

/** Whether a caller belongs to those whom a branch speaks of. */
export function isAmong(who: Who, actor: NaiveActor): boolean {
  if (who.signedIn && actor.id === null) return false
  if (who.without.some((role) => actor.roles.includes(role))) return false
  return who.roles.every((set) => set.some((role) => actor.roles.includes(role)))
}

function conjunction(truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : truths.includes(null) ? null : true
}

function matching(
  { table, where }: { readonly table: string; readonly where: Predicate },
  rows: readonly Row[],
  world: World,
): number {
  const inner = world.tables[table] ?? []
  return inner.filter((row) => judge(where, [...rows, row], world) === true).length
}

function comparison(
  { left, op, right }: Predicate & { kind: 'compare' },
  rows: readonly Row[],
  world: World,
): Truth {
  const a = cellOf(left, rows, world)
  if (right.kind === 'list') return listed(a, right)
  const b = cellOf(right, rows, world)
  if (right.kind === 'literal' && right.value === null && op === '=') return a === null
  if (right.kind === 'literal' && right.value === null && op === '<>') return a !== null
  return compared(a, op, b)
}

function listed(a: Cell, { values }: ScalarList): Truth {
  if (values.length === 0) return false
  return a === null ? null : values.includes(a)
}

function compared(a: Cell, op: string, b: Cell): Truth {
  if (a === null || b === null) return null
  const order = a === b ? 0 : a < b ? -1 : 1
  const answers: Readonly<Record<string, boolean>> = {
    '=': order === 0,
    '<>': order !== 0,
    '<': order < 0,
    '<=': order <= 0,
    '>': order > 0,
    '>=': order >= 0,
  }
  return answers[op] ?? null
}

function cellOf(scalar: Scalar, rows: readonly Row[], world: World): Cell {
  switch (scalar.kind) {
    case 'literal':
      return scalar.value
    case 'actor':
      return world.actor.id
    case 'column':
      return rows.at(-1 - scalar.up)?.[scalar.column] ?? null
    case 'lookup': {
      const key = cellOf(scalar.key, rows, world)
      const found = (world.tables[scalar.table] ?? []).find((row) => row['id'] === key)
      return key === null ? null : (found?.[scalar.column] ?? null)
    }
  }
}
