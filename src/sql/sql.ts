import type { SqlQuery } from './query.ts'

/** A piece of SQL: literal text, with values and other pieces between. Values never become text. */
export class Sql {
  readonly strings: readonly string[]
  readonly slots: readonly unknown[]

  constructor(strings: readonly string[], slots: readonly unknown[]) {
    this.strings = strings
    this.slots = slots
  }
}

/** SQL as a template: what stands between the braces is a value, unless it is itself a piece of SQL. */
export function sql(strings: TemplateStringsArray, ...slots: readonly unknown[]): Sql {
  return new Sql(strings, slots)
}

/** A quoted identifier, `"a"."b"` for a path. */
export function ident(...path: readonly string[]): Sql {
  return new Sql([path.map((name) => `"${name.replaceAll('"', '""')}"`).join('.')], [])
}

/**
 * A quoted text constant. For constants of the design only, where PostgreSQL must see the value while it
 * plans (partial indexes, DDL); what a client sends is always a slot.
 */
export function literal(value: string | number | boolean | null): Sql {
  if (value === null) return sql`null`
  if (typeof value === 'boolean') return value ? sql`true` : sql`false`
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${value} has no SQL literal`)
    return new Sql([String(value)], [])
  }
  const quoted = `'${value.replaceAll("'", "''")}'`
  return new Sql([value.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted], [])
}

/** Puts `separator` between the parts. Of no parts it makes nothing: callers decide what that means. */
export function join(parts: readonly Sql[], separator: string): Sql {
  if (parts.length === 0) return sql``
  const between = parts.slice(1).map(() => separator)
  return new Sql(['', ...between, ''], parts)
}

/**
 * Flattens a piece into text with `$1…$n`, as the PostgreSQL wire protocol wants it.
 * An `undefined` value is a bug of the caller: the driver would silently store null.
 */
export function compile(piece: Sql): SqlQuery {
  const values: unknown[] = []
  const render = (part: Sql): string =>
    part.strings.reduce((text, literalText, i) => {
      const slot = part.slots[i - 1]
      if (slot instanceof Sql) return text + render(slot) + literalText
      if (slot === undefined) throw new Error(`undefined value after: ${text}`)
      return `${text}$${values.push(slot)}${literalText}`
    })
  return { text: render(piece), values }
}
