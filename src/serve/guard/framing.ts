import type { IncomingMessage } from 'node:http'
import { ArchitectError } from '../../std/error.ts'

/** Longest target of a request; the parser itself only knows a limit for the whole head. */
const MAX_URL_LENGTH = 8192

/** Fields that may be sent once, and of which Node silently takes the first. */
const ONCE = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'transfer-encoding',
  'if-match',
  'idempotency-key',
  'expect',
  'origin',
  'x-request-id',
])
/** Spares most names the lower-casing. */
const ONCE_LENGTHS = new Set([...ONCE].map((name) => name.length))

/**
 * Refuses what Node's parser lets through although RFC 9112 does not.
 * @throws {ArchitectError} ARC101, ARC106
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-11.2
 */
export function checkFraming(raw: IncomingMessage, url: string): void {
  if (url.length > MAX_URL_LENGTH) {
    throw new ArchitectError('ARC106', `The URL is longer than ${MAX_URL_LENGTH} characters.`)
  }
  if (!url.startsWith('/') && url !== '*') refuse('the target is no path')
  if (raw.httpVersionMajor !== 1 || raw.httpVersionMinor > 1) refuse('it is not HTTP/1.1')
  const host = raw.headers.host
  if (host === undefined && raw.httpVersionMinor === 1) refuse('the Host field is missing')
  const encoding = raw.headers['transfer-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked') {
    refuse('the only transfer coding is chunked')
  }
  checkRepeats(raw.rawHeaders)
}

/**
 * Path and query of the target, whichever form it was sent in; `checkFraming` refuses what is neither.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export function targetOf(sent: string): string {
  const absolute = /^https?:\/\/[^/?#]+/i.exec(sent)
  if (absolute === null) return sent
  const rest = sent.slice(absolute[0].length)
  return rest.startsWith('/') ? rest : `/${rest}`
}

function checkRepeats(rawHeaders: readonly string[]): void {
  const seen: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const raw = rawHeaders[i] ?? ''
    if (!ONCE_LENGTHS.has(raw.length)) continue
    const name = raw.toLowerCase()
    if (!ONCE.has(name)) continue
    if (seen.includes(name)) refuse(`the field ${name} is there twice`)
    seen.push(name)
  }
}

function refuse(why: string): never {
  throw new ArchitectError('ARC101', `The request cannot be read: ${why}.`)
}
