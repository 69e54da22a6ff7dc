/** One entry of `?include=`, as written. */
export interface IncludeText {
  readonly name: string
  /** `limit`, `sort`, `include` in the order in which they stand; `include` may stand several times. */
  readonly options: readonly (readonly [string, string])[]
}

/** Reads `owner,comments(limit:3,sort:-createdAt,include:author)`; undefined where the parentheses do not match. */
export function parseIncludeText(text: string): readonly IncludeText[] | undefined {
  const entries = splitOutside(text)?.map(entryOf)
  if (entries === undefined || entries.includes(undefined)) return undefined
  return entries.filter((entry) => entry !== undefined)
}

function entryOf(text: string): IncludeText | undefined {
  const open = text.indexOf('(')
  if (open === -1) return { name: text, options: [] }
  if (!text.endsWith(')')) return undefined
  const options = splitOutside(text.slice(open + 1, -1))?.map(optionOf)
  return options === undefined ? undefined : { name: text.slice(0, open), options }
}

function optionOf(text: string): readonly [string, string] {
  const colon = text.indexOf(':')
  return colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
}

/** Splits at commas that stand in no parentheses. */
function splitOutside(text: string): readonly string[] | undefined {
  const characters = [...text]
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const [i, character] of characters.entries()) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth < 0) return undefined
    if (character === ',' && depth === 0) {
      parts.push(characters.slice(start, i).join(''))
      start = i + 1
    }
  }
  return depth === 0 ? [...parts, characters.slice(start).join('')] : undefined
}
