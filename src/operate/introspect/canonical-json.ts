/**
 * JSON in its canonical form: members sorted by the UTF-16 code units of their names, no white space, numbers and
 * strings as ECMAScript prints them. Equal values have equal texts, so the text can be hashed and signed.
 *
 * @throws {Error} for what JSON cannot say: NaN, infinities, bigints, undefined, functions, lone surrogates, cycles
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: unknown): string {
  return print(value, [])
}

function print(value: unknown, above: readonly object[]): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return printNumber(value)
  if (typeof value === 'string') return printText(value)
  if (typeof value !== 'object') throw new Error(`${typeof value} has no JSON`)
  if (above.includes(value)) throw new Error('A value that holds itself has no JSON')
  const path = [...above, value]
  if (Array.isArray(value)) return `[${value.map((item: unknown) => print(item, path)).join(',')}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${printText(name)}:${print(member, path)}`).join(',')}}`
}

function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} has no JSON`)
  return JSON.stringify(value)
}

function printText(value: string): string {
  if (!value.isWellFormed()) throw new Error('A text with a lone surrogate has no JSON')
  return JSON.stringify(value)
}
