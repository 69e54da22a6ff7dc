import type { ApiVersion } from '../../compile/design.ts'

/**
 * What an answer says about the age of its version. `link` is the field that the answer has already.
 * @see https://www.rfc-editor.org/rfc/rfc9745 https://www.rfc-editor.org/rfc/rfc8594 https://www.rfc-editor.org/rfc/rfc5829
 */
export function lifecycleOf(
  { deprecation, sunset, successor }: ApiVersion,
  link: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {}
  if (deprecation !== undefined)
    headers['deprecation'] = `@${Math.floor(Date.parse(deprecation) / 1000)}`
  if (sunset !== undefined) headers['sunset'] = new Date(sunset).toUTCString()
  if (successor !== undefined) {
    const next = `</${successor}>; rel="successor-version"`
    headers['link'] = link === undefined ? next : `${link}, ${next}`
  }
  return headers
}
