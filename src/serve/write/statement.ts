import { createHash } from 'node:crypto'
import type { SqlQuery } from '../../sql/query.ts'
import { compile, type Sql } from '../../sql/sql.ts'
import { invariant } from '../../std/error.ts'
import { createRecent } from '../../std/recent.ts'

/** The slot that holds the actor's id; null for the anonymous one. */
export const ACTOR = 'actor'

/** What a slot may hold: text as PostgreSQL reads it. */
export type Bindings = Readonly<Record<string, string | number | null>>

/** A statement without its values. In its SQL a slot is the name of a binding. */
export interface Prepared {
  readonly text: string
  readonly name: string
  readonly slots: readonly string[]
}

/** Compiles SQL whose values are all names of bindings. The name is made of the text, so that equal texts share a plan. */
export function prepare(piece: Sql): Prepared {
  const { text, values } = compile(piece)
  const digest = createHash('sha256').update(text).digest('hex')
  return { text, name: `w${digest.slice(0, 30)}`, slots: values.map(String) }
}

/** The query of one request. */
export function bind({ text, name, slots }: Prepared, bindings: Bindings): SqlQuery {
  const values = slots.map((slot) => {
    const value = bindings[slot]
    return value === null ? null : invariant(value, `nothing bound to ${slot}`)
  })
  return { text, name, values }
}

/** Shapes that stay compiled; those unused for long go first. */
const MAX_SHAPES = 1000

/** A memory of compiled statements with a bound. */
export interface ShapeCache<T> {
  readonly get: (shape: string, make: () => T) => T
}

/** @see {@link ShapeCache} */
export function shapeCache<T>(maxShapes: number = MAX_SHAPES): ShapeCache<T> {
  const shapes = createRecent<string, T>(maxShapes)
  return {
    get: (shape, make) => {
      const known = shapes.get(shape)
      if (known !== undefined) return known
      const made = make()
      shapes.set(shape, made)
      return made
    },
  }
}
