import type { IncomingMessage, ServerResponse } from 'node:http'
import { ArchitectError } from '../../std/error.ts'

/** Bytes of a body where nobody says otherwise. */
export const MAX_BODY_BYTES = 1_048_576
/** A bulk has up to 1,000 items, and room for so many bodies of the largest size. */
const BULK_FACTOR = 10

const EMPTY = Buffer.alloc(0)

/**
 * Reads a whole body. `Expect: 100-continue` is answered here, so that a client is invited to send only what may be taken.
 * Counts as it reads: leaving a `for await` early would destroy the socket, and the answer with it.
 * @throws {ArchitectError} ARC105 by `Content-Length` before a byte is read, else as soon as it is too long. ARC101 when it ends early.
 */
export function readBody(
  raw: IncomingMessage,
  response: ServerResponse,
  { url, maxBodyBytes }: { readonly url: string; readonly maxBodyBytes: number },
): Promise<Buffer> {
  const maxBytes = limitFor(url, maxBodyBytes)
  const declared = raw.headers['content-length']
  if (Number(declared ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes))
  if (declared === undefined && raw.headers['transfer-encoding'] === undefined) {
    return Promise.resolve(EMPTY)
  }
  if (raw.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
  return collect(raw, maxBytes)
}

function collect(raw: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    raw.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else reject(tooLarge(maxBytes))
    })
    raw.on('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks)))
    raw.on('error', (cause) => reject(brokenOff(cause)))
    // Of every request there is a `close`: an error is made only where it says something.
    raw.on('close', () => {
      if (!raw.complete) reject(brokenOff(undefined))
    })
  })
}

function limitFor(url: string, maxBodyBytes: number): number {
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  return path.endsWith('/bulk') ? BULK_FACTOR * maxBodyBytes : maxBodyBytes
}

function tooLarge(maxBytes: number): ArchitectError {
  return new ArchitectError('ARC105', `The body may have at most ${maxBytes} bytes.`)
}

function brokenOff(cause: unknown): ArchitectError {
  return new ArchitectError('ARC101', 'The body ended before it was complete.', { cause })
}
