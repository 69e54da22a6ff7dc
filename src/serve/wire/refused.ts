import type { Socket } from 'node:net'
import { ERRORS, type ErrorCode } from '../../std/error.ts'
import { ERRORS_PATH } from '../problem.ts'

/** What Node's parser says, and the refusal it is; everything else is a malformed request. */
const PARSER_CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'ARC108',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'ARC108',
  ERR_HTTP_REQUEST_TIMEOUT: 'ARC109',
}

const DETAILS: Readonly<Partial<Record<ErrorCode, string>>> = {
  ARC101: 'The request is not HTTP as RFC 9112 has it.',
  ARC108: 'The header fields are larger than 16 KiB.',
  ARC109: 'The request did not arrive in time.',
}

/** What every answer carries. */
export interface Saying {
  /** Name, value, name, value of header fields. */
  readonly always: readonly string[]
  readonly requestId: string
}

/**
 * Answers on a socket whose bytes never became a request: nothing else of the server has seen it.
 */
export function refuseSocket(
  error: Error & { readonly code?: string },
  socket: Socket,
  saying: Saying,
): void {
  // A reset or an answer that is already under way: there is nobody, or no place, to write to.
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy()
    return
  }
  socket.end(refusal(PARSER_CODES[error.code ?? ''] ?? 'ARC101', saying))
}

function refusal(code: ErrorCode, { always, requestId }: Saying): string {
  const { status, title } = ERRORS[code]
  const body = JSON.stringify({
    type: `${ERRORS_PATH}#${code.toLowerCase()}`,
    title,
    status,
    detail: DETAILS[code],
    code,
    requestId,
  })
  const head = [`HTTP/1.1 ${status} ${title}`, `x-request-id: ${requestId}`]
  for (let i = 0; i < always.length; i += 2) head.push(`${always[i]}: ${always[i + 1]}`)
  head.push('content-type: application/problem+json', 'cache-control: no-store')
  head.push(`content-length: ${Buffer.byteLength(body)}`, 'connection: close')
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
