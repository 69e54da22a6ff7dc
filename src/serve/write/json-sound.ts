/** Levels of objects and arrays in a body. */
export const MAX_DEPTH = 32
/** Members of one object. */
export const MAX_MEMBERS = 1000
/** Names that change the meaning of an object in JavaScript instead of being a member of it. */
export const FORBIDDEN_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype']

/**
 * The value of a JSON text by the engine's own parser, where nothing is wrong with it; undefined where something is,
 * or may be: then `readJson` reads it again and says what.
 */
export function readSound(text: string): { readonly value: unknown } | undefined {
  const value = parse(text)
  if (value === undefined) return undefined
  const names = countNames(value, 1)
  // A name that stands twice in its object is in the text twice, and in the value once.
  return names === namesIn(text) ? { value } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // readJson says where and why
  }
}

/** Members of all objects in a value; NaN where it holds what a body may not hold. */
function countNames(value: unknown, depth: number): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NaN
  if (typeof value !== 'object' || value === null) return 0
  if (depth > MAX_DEPTH) return Number.NaN
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, item) => sum + countNames(item, depth + 1), 0)
  }
  const entries = Object.entries(value)
  if (entries.length > MAX_MEMBERS) return Number.NaN
  return entries.reduce((sum, [name, inner]) => {
    return FORBIDDEN_NAMES.includes(name) ? Number.NaN : sum + 1 + countNames(inner, depth + 1)
  }, 0)
}

/** Names in a sound JSON text: strings with a colon behind them. Outside of strings it has no quotes. */
function namesIn(text: string): number {
  let count = 0
  let position = text.indexOf('"')
  while (position !== -1) {
    const end = endOfString(text, position)
    COLON.lastIndex = end
    if (COLON.test(text)) count += 1
    position = text.indexOf('"', end)
  }
  return count
}

const COLON = /[ \t\n\r]*:/y

/** After the first quote that an even number of backslashes precedes. A pattern would overflow the stack on long texts. */
export function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && backslashesBefore(text, end) % 2 === 1) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end + 1
}

function backslashesBefore(text: string, position: number): number {
  let count = 0
  while (text[position - 1 - count] === '\\') count += 1
  return count
}
