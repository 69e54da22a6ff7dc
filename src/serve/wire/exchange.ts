import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../guard/size.ts'
import type { HttpRequest } from '../http.ts'

/** What an exchange needs to know of the server it belongs to. */
export interface ExchangeContext {
  readonly newRequestId: () => string
  readonly addressOf: (raw: IncomingMessage) => string
  /** Of one body; a bulk may have ten times as many. */
  readonly maxBodyBytes: number
}

const REQUEST_ID = /^[\w-]{1,64}$/

/**
 * One request while it is being answered. What few handlers ask for (the signal, the address) is made when asked for:
 * an abort controller alone costs more than the rest of this object.
 */
export class Exchange implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly requestId: string
  readonly raw: IncomingMessage
  readonly response: ServerResponse
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number
  /** True as soon as somebody has begun to answer: nobody else may. */
  answered = false
  /** Where it stands in the list of exchanges under way. */
  place = 0
  /** An endless answer, which has to be ended before the server can. */
  endless = false
  readonly #context: ExchangeContext
  #controller: AbortController | undefined
  #reason: unknown

  constructor(
    url: string,
    pair: { raw: IncomingMessage; response: ServerResponse },
    context: ExchangeContext,
  ) {
    this.raw = pair.raw
    this.response = pair.response
    this.method = pair.raw.method ?? 'GET'
    this.url = url
    this.startedAt = performance.now()
    this.#context = context
    const sent = pair.raw.headers['x-request-id']
    this.requestId =
      typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : context.newRequestId()
  }

  get headers(): Readonly<Record<string, string | undefined>> {
    // Of a request, Node gives a list for `set-cookie` alone, which nobody here reads.
    return this.raw.headers as Readonly<Record<string, string | undefined>>
  }

  get address(): string {
    return this.#context.addressOf(this.raw)
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController()
      this.#controller = controller
      if (this.#reason !== undefined) controller.abort(this.#reason)
      this.response.once('close', () => {
        if (!this.response.writableFinished) controller.abort(new Error('The client went away.'))
      })
    }
    return this.#controller.signal
  }

  /** Bound, because handlers take the function and leave the object. */
  readonly body = (): Promise<Buffer> =>
    readBody(this.raw, this.response, {
      url: this.url,
      maxBodyBytes: this.#context.maxBodyBytes,
    })

  abort(reason: unknown): void {
    this.#reason = reason
    this.#controller?.abort(reason)
  }
}
