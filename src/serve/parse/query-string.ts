import type { Faults } from './faults.ts'

/** Parameters of a query, each at most once. */
export type Parameters = ReadonlyMap<string, string>

const NONE: Parameters = new Map()
/** More than any list could mean; refused before they are decoded. */
const MOST_PARAMETERS = 50

/**
 * Splits a query. A parameter that stands twice is a fault: two readers could take two values.
 * @see https://url.spec.whatwg.org/#application/x-www-form-urlencoded
 */
export function parseQueryString(query: string, faults: Faults): Parameters {
  if (query === '') return NONE
  const parts = query.split('&').filter((part) => part !== '')
  if (parts.length > MOST_PARAMETERS)
    faults.add('query', 'too-many', `At most ${MOST_PARAMETERS} parameters.`)
  const found = new Map<string, string>()
  for (const part of parts.slice(0, MOST_PARAMETERS)) {
    const [name, value] = pairOf(part)
    if (name === undefined || value === undefined) {
      faults.add('query', 'encoding', 'is not percent-encoded UTF-8 text.')
    } else if (found.has(name)) {
      faults.add(name, 'duplicate', 'stands more than once.')
    } else {
      found.set(name, value)
    }
  }
  return found
}

function pairOf(part: string): readonly [string | undefined, string | undefined] {
  const equals = part.indexOf('=')
  if (equals === -1) return [decode(part), '']
  return [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]
}

/** PostgreSQL stores no NUL, so no value can hold one. */
function decode(text: string): string | undefined {
  if (!/[%+\0]/.test(text)) return text
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return decoded.includes('\0') ? undefined : decoded
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
