import type { IncomingMessage, ServerResponse } from 'node:http'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Observe } from '../observe/observation.ts'
import { ArchitectError } from '../std/error.ts'
import { type Cors, type CorsOptions, createCors } from './guard/cors.ts'
import { checkFraming, targetOf } from './guard/framing.ts'
import { behind, type Gate } from './guard/gate.ts'
import { securityHeaders } from './guard/headers.ts'
import { MAX_BODY_BYTES } from './guard/size.ts'
import { createDeadlines, type Deadlines, SOCKET_TIMES } from './guard/timeout.ts'
import type { Handler, HttpResponse } from './http.ts'
import { type MetaRoutes, withMeta } from './meta.ts'
import { toProblem } from './problem.ts'
import { Exchange, type ExchangeContext } from './wire/exchange.ts'
import { createAddressReader, requestIds } from './wire/identity.ts'
import { refuseSocket } from './wire/refused.ts'
import { type SendOptions, send } from './wire/send.ts'

export interface ServerOptions {
  /** The API. It may throw: errors become problems. */
  readonly handler: Handler
  /** Paths beside the API, which are never refused for load. */
  readonly meta: MetaRoutes
  /** Around the API, the first one outermost: limit per address, load shedding. */
  readonly gates: readonly Gate[]
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** The public address is HTTPS. */
  readonly https: boolean
  readonly cors: CorsOptions
  /** Addresses and CIDR ranges of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  readonly observe: Observe
  /** Bytes of one body, default 1,048,576; a bulk may have ten times as many. */
  readonly maxBodyBytes?: number
  /** Longest time to an answer's beginning; default 10,000. */
  readonly deadlineMs?: number
  /** Longest time that requests under way have when the server stops; default 10,000. */
  readonly drainMs?: number
  /** Called when stopping begins: from then on the server is not ready. */
  readonly onDrain?: () => void
}

export interface RunningServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string
  readonly port: number
  /** Requests under way, streams included. */
  inFlight(): number
  /** Stops: no new connections, requests under way are finished, endless streams ended. Resolves when all is closed. */
  close(): Promise<void>
}

/** Bytes of the head of a request. */
const MAX_HEAD_BYTES = 16_384

/**
 * Listens, and answers with what `handler` says. Everything runs in Fastify's `onRequest`, before anything of Fastify
 * looks at path, media type or body: the order of checks is ours.
 * @throws {ArchitectError} ARC516 when the address is taken or not allowed.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const always = securityHeaders(options.https)
  const app = createApp(always)
  let draining = false
  const receiver = createReceiver(options, { always, closing: () => draining })
  app.addHook('onRequest', (request, reply, _done) => {
    reply.hijack() // `_done` is never called: nothing else of Fastify is to run
    receiver.receive(request.originalUrl, request.raw, reply.raw)
  })
  app.all('/', neverReached)
  // By default Node invites a body before anybody has looked at the head.
  app.server.on('checkContinue', (request, response) => app.routing(request, response))
  const port = await listen(app, options)
  const url = `http://${hostInUrl(options.host)}:${port}`
  options.observe({ kind: 'server', state: 'listening', url })
  return {
    url,
    port,
    inFlight: () => receiver.deadlines.running.length,
    close: async () => {
      if (draining) return
      draining = true
      options.onDrain?.()
      options.observe({ kind: 'server', state: 'draining', url })
      await drain(app, receiver.deadlines, options.drainMs ?? 10_000)
      options.observe({ kind: 'server', state: 'closed', url })
    },
  }
}

/** Idle connections go at once, busy ones with their answer, and what is left after `drainMs` is cut off. */
async function drain(app: FastifyInstance, deadlines: Deadlines, drainMs: number): Promise<void> {
  const closed = app.close()
  const stopping = new ArchitectError('ARC504', 'The server stops.')
  for (const exchange of [...deadlines.running]) if (exchange.endless) exchange.abort(stopping)
  await deadlines.idle(drainMs)
  for (const exchange of [...deadlines.running]) exchange.abort(stopping)
  app.server.closeAllConnections()
  await closed
  deadlines.close()
}

function createApp(always: readonly string[]): FastifyInstance {
  const newRequestId = requestIds()
  return Fastify({
    requestTimeout: SOCKET_TIMES.requestMs,
    keepAliveTimeout: SOCKET_TIMES.keepAliveMs,
    connectionTimeout: SOCKET_TIMES.idleMs,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    http: {
      headersTimeout: SOCKET_TIMES.headMs,
      connectionsCheckingInterval: SOCKET_TIMES.everyMs,
      maxHeaderSize: MAX_HEAD_BYTES,
      // We answer a missing Host ourselves, as a problem.
      requireHostHeader: false,
    },
    // Paths are matched by the design, so Fastify need not decode any.
    rewriteUrl: () => '/',
    clientErrorHandler: (error, socket) =>
      refuseSocket(error, socket, { always, requestId: newRequestId() }),
  })
}

function neverReached(): never {
  throw new Error('A request went past onRequest.')
}

interface Receiver {
  readonly deadlines: Deadlines
  receive(sentUrl: string, raw: IncomingMessage, response: ServerResponse): void
}

/** From bytes that are HTTP to an answer that is sent. */
function createReceiver(options: ServerOptions, sending: SendOptions): Receiver {
  const handler = withMeta(options.meta, behind(options.gates, options.handler))
  const context: ExchangeContext = {
    newRequestId: requestIds(),
    addressOf: createAddressReader(options.trustedProxies),
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
  }
  const cors = createCors(options.cors)
  const finish = createFinisher(options, sending, cors)
  const deadlines = createDeadlines(options.deadlineMs ?? 10_000, (exchange, late) => {
    void finish(exchange, toProblem(late, exchange))
  })
  const receive = async (exchange: Exchange): Promise<void> => {
    deadlines.add(exchange)
    try {
      checkFraming(exchange.raw, exchange.url)
      await finish(exchange, await handler(exchange))
    } catch (error) {
      await finish(exchange, toProblem(error, exchange))
    } finally {
      deadlines.remove(exchange)
    }
  }
  return {
    deadlines,
    receive: (sentUrl, raw, response) => {
      void receive(new Exchange(targetOf(sentUrl), { raw, response }, context))
    },
  }
}

type Finish = (exchange: Exchange, response: HttpResponse) => Promise<void>

/** Sends the first answer that an exchange gets, and tells the observer. Never rejects. */
function createFinisher(options: ServerOptions, sending: SendOptions, cors: Cors): Finish {
  const { observe } = options
  return async (exchange, response) => {
    if (exchange.answered) return
    exchange.answered = true
    exchange.endless = response.headers['content-type'] === 'text/event-stream'
    let sent = response
    try {
      const waiting = send(exchange, cors(exchange, response), sending)
      if (waiting !== undefined) await waiting
    } catch (error) {
      sent = toProblem(error, exchange)
      if (!exchange.response.headersSent) await send(exchange, cors(exchange, sent), sending)
    }
    observeExchange(observe, exchange, sent)
  }
}

function observeExchange(observe: Observe, exchange: Exchange, response: HttpResponse): void {
  const { route = 'unmatched', cause, ...notes } = response.notes ?? {}
  if (cause !== undefined) {
    observe({ kind: 'failure', requestId: exchange.requestId, error: cause })
  }
  observe({
    kind: 'request',
    requestId: exchange.requestId,
    method: exchange.method,
    route,
    status: response.status,
    durationMs: performance.now() - exchange.startedAt,
    ...(exchange.endless ? { endless: true as const } : {}),
    ...notes,
  })
}

async function listen(app: FastifyInstance, options: ServerOptions): Promise<number> {
  const { host, port } = options
  try {
    await app.listen({ host, port })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new ArchitectError('ARC516', addressProblem(code, host, port), {
      cause,
      detail: { host, port, code },
    })
  }
  const address = app.server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function addressProblem(code: string, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is in use. Stop what listens there, or choose another one: PORT=${port + 1}.`
  }
  return `The server cannot listen on ${host}:${port} (${code}). Choose another HOST or PORT.`
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
