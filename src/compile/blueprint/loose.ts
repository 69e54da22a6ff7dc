/** Reads of what plain JavaScript may have put anywhere: the wrong kind is read as nothing. */

type Loose = Readonly<Record<string, unknown>>

/** An object as a record; anything else as an empty one. */
export function recordOf(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The items of an array; nothing for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The names in an array; what is no text is written out, so that it is reported as an unknown name. */
export function namesOf(value: unknown): readonly string[] {
  return itemsOf(value).map(String)
}

/** The members of an object that are text. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(recordOf(value)).map(([key, text]) => [key, String(text)] as const)
  return Object.fromEntries(entries)
}

/** Text, or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A number; NaN for anything else, which no check accepts. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}
