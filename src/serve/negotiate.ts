import { ArchitectError } from '../std/error.ts'

/**
 * The best of `offered` for an `Accept` field; the first one where the field is absent.
 * Parameters other than `q` are ignored.
 * @throws {ArchitectError} ARC104 when none of them is acceptable.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function negotiate(accept: string | undefined, offered: readonly string[]): string {
  const first = offered[0] ?? ''
  if (accept === undefined || accept === '*/*' || accept === first) return first
  const ranges = accept.split(',').map(parseRange)
  const best = offered
    .map((type) => ({ type, quality: qualityOf(type, ranges) }))
    .reduce((a, b) => (b.quality > a.quality ? b : a))
  if (best.quality > 0) return best.type
  throw new ArchitectError('ARC104', `This can be had as ${offered.join(' or ')}.`)
}

/**
 * The media type of a body, without its parameters.
 * @throws {ArchitectError} ARC107 when it is not among `allowed`, is said to be in another charset than UTF-8, or is compressed.
 */
export function mediaTypeOf(
  headers: Readonly<Record<string, string | undefined>>,
  allowed: readonly string[],
  method: string,
): string {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').split(';').map(clean)
  const encoding = headers['content-encoding']
  const wrong = !allowed.includes(type) || parameters.some(isOtherCharset)
  if (!wrong && (encoding === undefined || clean(encoding) === 'identity')) return type
  const field = method === 'PATCH' ? 'accept-patch' : 'accept-post'
  throw new ArchitectError('ARC107', `Send ${allowed.join(' or ')}, uncompressed, in UTF-8.`, {
    headers: { [field]: allowed.join(', ') },
  })
}

interface MediaRange {
  readonly type: string
  readonly subtype: string
  readonly quality: number
}

function parseRange(text: string): MediaRange {
  const [range = '', ...parameters] = text.split(';').map(clean)
  const [type = '', subtype = ''] = range.split('/')
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return { type, subtype, quality: quality === undefined ? 1 : Number(quality) || 0 }
}

/** The most specific range decides, whatever its quality. */
function qualityOf(offered: string, ranges: readonly MediaRange[]): number {
  const [type, subtype] = offered.split('/')
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype)
  const family = ranges.find((range) => range.type === type && range.subtype === '*')
  const any = ranges.find((range) => range.type === '*' && range.subtype === '*')
  return (exact ?? family ?? any)?.quality ?? 0
}

function isOtherCharset(parameter: string): boolean {
  return parameter.startsWith('charset=') && !/^charset="?utf-8"?$/.test(parameter)
}

function clean(text: string): string {
  return text.trim().toLowerCase()
}
