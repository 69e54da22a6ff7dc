import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { API_CONTENT_SECURITY_POLICY } from '../guard/headers.ts'
import type { HttpResponse } from '../http.ts'
import type { Exchange } from './exchange.ts'

/** A client that takes nothing for this long is given up. */
const STALLED_MS = 20_000
/** Time for a client to read a refusal before the socket goes that still carries its body. */
const LINGER_MS = 1000
/** Answers of this size may not fit into the buffers of the system. */
const LARGE_BYTES = 65_536
/** Answers that never have a body, and say nothing of its length. */
const BODILESS = new Set([204, 304])

/** Set once per server. */
export interface SendOptions {
  /** Name, value, name, value: on every answer. */
  readonly always: readonly string[]
  /** The connection ends with the answer. */
  readonly closing: () => boolean
}

/**
 * Writes an answer. Resolves when the last byte is handed to the system, or the client is gone; a small answer is
 * handed over at once, and there is nothing to wait for.
 * A stream that fails before its first part rejects, and nothing is written; one that fails later cuts the connection,
 * so that no client takes half an answer for a whole one.
 */
export function send(
  exchange: Exchange,
  response: HttpResponse,
  options: SendOptions,
): Promise<void> | undefined {
  const { body } = response
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) {
    return sendWhole(exchange, response, { ...options, body })
  }
  return exchange.method === 'HEAD'
    ? sendWhole(exchange, response, { ...options, body: undefined })
    : sendStream(exchange, { ...response, body }, options)
}

interface Whole extends SendOptions {
  readonly body: string | Buffer | undefined
}

/** A promise only for answers that have to wait for the client. */
function sendWhole(
  exchange: Exchange,
  response: HttpResponse,
  options: Whole,
): Promise<void> | undefined {
  const { status } = response
  const { body } = options
  const fields = fieldsOf(exchange, response, options)
  const length = lengthOf(body)
  if (isLengthKnown(exchange, status, body)) fields.push('content-length', String(length))
  const out = exchange.response
  out.writeHead(status, fields)
  lingerWithUnreadBody(exchange)
  if (body === undefined || exchange.method === 'HEAD' || BODILESS.has(status)) out.end()
  else if (length < LARGE_BYTES) out.end(body)
  else return endLarge(out, body)
  return undefined
}

/** Node takes a connection for idle, and closes it when the server stops, as soon as `end` was called, whatever is still to be sent. */
async function endLarge(out: ServerResponse, body: string | Buffer): Promise<void> {
  if (!out.write(body)) await drained(out)
  out.end()
}

interface Streamed extends Omit<HttpResponse, 'body'> {
  readonly body: AsyncIterable<string>
}

async function sendStream(
  exchange: Exchange,
  response: Streamed,
  options: SendOptions,
): Promise<void> {
  const parts = response.body[Symbol.asyncIterator]()
  const out = exchange.response
  try {
    let part = await parts.next()
    out.writeHead(response.status, fieldsOf(exchange, { ...response, body: undefined }, options))
    while (part.done !== true && !out.destroyed) {
      if (!out.write(part.value)) await drained(out)
      part = await parts.next()
    }
    out.end()
  } catch (error) {
    if (!out.headersSent) throw error
    out.destroy()
    throw error
  } finally {
    await parts.return?.()
  }
}

/** Resolves when there is room again, or nobody to write for. */
async function drained(out: ServerResponse): Promise<void> {
  const wait = new AbortController()
  const stalled = setTimeout(() => out.destroy(), STALLED_MS)
  stalled.unref()
  try {
    await Promise.race([
      once(out, 'drain', { signal: wait.signal }),
      once(out, 'close', { signal: wait.signal }),
    ])
  } finally {
    clearTimeout(stalled)
    wait.abort()
  }
}

function fieldsOf(exchange: Exchange, response: HttpResponse, options: SendOptions): string[] {
  const fields = [...options.always, 'x-request-id', exchange.requestId]
  const { headers } = response
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) fields.push(name, value)
  }
  if (headers['content-security-policy'] === undefined) {
    fields.push('content-security-policy', API_CONTENT_SECURITY_POLICY)
  }
  if (hasUnreadBody(exchange.raw) || options.closing()) fields.push('connection', 'close')
  return fields
}

/** Of a stream that only `HEAD` asked about, nobody knows how long it would be. */
function isLengthKnown(exchange: Exchange, status: number, body: Whole['body']): boolean {
  if (BODILESS.has(status)) return false
  return exchange.method !== 'HEAD' || body !== undefined
}

/** A request without a body may be answered before the parser has told that it is complete. */
function hasUnreadBody(raw: IncomingMessage): boolean {
  if (raw.complete) return false
  return (
    raw.headers['transfer-encoding'] !== undefined || (raw.headers['content-length'] ?? '0') !== '0'
  )
}

function lengthOf(body: string | Buffer | undefined): number {
  return body === undefined ? 0 : Buffer.byteLength(body)
}

/** What the client still sends is thrown away, and after a moment the socket with it. */
function lingerWithUnreadBody(exchange: Exchange): void {
  const { raw } = exchange
  if (!hasUnreadBody(raw)) return
  raw.resume()
  const { socket } = raw
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}
