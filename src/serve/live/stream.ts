import type { LiveEvent } from './hub.ts'

export interface StreamSettings {
  readonly signal: AbortSignal
  /** The client was connected before: it has missed what happened meanwhile. */
  readonly isResumed: boolean
  readonly heartbeatMs: number
  /** Until the token ends; undefined: never. */
  readonly endsInMs: number | undefined
  /** Begins the subscription, and returns what ends it. */
  readonly join: (deliver: (event: LiveEvent) => void) => () => void
  readonly onEnd: () => void
}

/** Milliseconds after which a client comes back. */
const RETRY_MS = 2000
/** Longest that `setTimeout` can wait; a stream that ends earlier than it must is opened again. */
const MAX_TIMER_MS = 2_147_483_647
/** Events that wait for a slow client; beyond that it is told to reload instead. */
const MAX_QUEUED = 1000

/**
 * The text of an event stream. The subscription begins at once, before the first part is pulled: whoever reads the list after
 * the answer's head misses nothing. Ends with the signal or the token.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function openStream(settings: StreamSettings): AsyncIterable<string> {
  const queue = createQueue()
  let count = 0
  const deliver = (event: LiveEvent): void => {
    count += 1
    queue.push(toText(event, count))
  }
  const leave = settings.join(deliver)
  queue.push(`retry: ${RETRY_MS}\n\n`)
  if (settings.isResumed) deliver({ kind: 'gap' })
  const heartbeat = setInterval(() => queue.push(':\n\n'), settings.heartbeatMs).unref()
  const { endsInMs, signal } = settings
  const expiry =
    endsInMs === undefined
      ? undefined
      : setTimeout(queue.end, Math.min(endsInMs, MAX_TIMER_MS)).unref()
  const end = (): void => {
    clearInterval(heartbeat)
    clearTimeout(expiry)
    signal.removeEventListener('abort', end)
    leave()
    queue.end()
    settings.onEnd()
  }
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  return pull(queue, end)
}

async function* pull(queue: Queue, end: () => void): AsyncGenerator<string> {
  try {
    for (let part = await queue.next(); part !== undefined; part = await queue.next()) yield part
  } finally {
    end()
  }
}

function toText(event: LiveEvent, count: number): string {
  switch (event.kind) {
    case 'created':
    case 'updated':
      return `id: ${count}\nevent: ${event.kind}\ndata: ${oneLine(event.row)}\n\n`
    case 'deleted':
      return `id: ${count}\nevent: deleted\ndata: ${JSON.stringify({ id: event.id })}\n\n`
    case 'gap':
      return `id: ${count}\nevent: gap\ndata: {}\n\n`
  }
}

/** JSON may be spread over lines; between its tokens alone, where a space says the same. */
function oneLine(json: string): string {
  return json.replaceAll(/[\r\n]+/g, ' ')
}

interface Queue {
  push(text: string): void
  /** Everything that waits, or undefined after the end. */
  next(): Promise<string | undefined>
  readonly end: () => void
}

/** A slow client gets one gap instead of everything it could not take. */
function createQueue(): Queue {
  let parts: string[] = []
  let ended = false
  let wake: () => void = () => undefined
  const take = (): string => {
    const text = parts.length > MAX_QUEUED ? toText({ kind: 'gap' }, 0) : parts.join('')
    parts = []
    return text
  }
  return {
    push: (text) => {
      // Beyond the limit nothing is kept: only that there was more.
      if (!ended && parts.length <= MAX_QUEUED) parts.push(text)
      wake()
    },
    next: async () => {
      while (parts.length === 0 && !ended) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        await promise
      }
      return parts.length === 0 ? undefined : take()
    },
    end: () => {
      ended = true
      wake()
    },
  }
}
