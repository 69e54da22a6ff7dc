const CRLF2 = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')

/** The first response in a buffer: its status and where it ends; undefined while it is not complete. */
export interface Response {
  readonly status: number
  readonly headerEnd: number
  readonly end: number
  readonly isChunked: boolean
}

/** Reads no more of a response than its length: the generator must be cheaper than what it measures. */
export function readResponse(buffer: Buffer): Response | undefined {
  const headerEnd = buffer.indexOf(CRLF2)
  if (headerEnd < 0) return undefined
  const head = buffer.toString('latin1', 0, headerEnd).toLowerCase()
  const status = Number(head.slice(9, 12))
  const length = contentLength(head)
  const start = headerEnd + CRLF2.length
  if (length !== undefined) {
    const end = start + length
    return buffer.length < end ? undefined : { status, headerEnd: start, end, isChunked: false }
  }
  const last = buffer.indexOf(LAST_CHUNK, start)
  if (last < 0) return undefined
  return { status, headerEnd: start, end: last + LAST_CHUNK.length, isChunked: true }
}

function contentLength(head: string): number | undefined {
  const at = head.indexOf('content-length:')
  if (at < 0) return undefined
  const end = head.indexOf('\r', at)
  return Number(head.slice(at + 15, end < 0 ? undefined : end))
}
