import type { Observe } from '../../observe/observation.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Actor } from '../actor.ts'
import { addressPrefix } from '../guard/rate.ts'
import type { HttpRequest, HttpResponse } from '../http.ts'
import type { Changes } from './changes.ts'
import { createHub, type ReadVisible, type Topic } from './hub.ts'
import { openStream } from './stream.ts'

/** Server-sent events. */
export interface Live {
  /**
   * Answers `GET /v1/{resources}/events` for an actor who may list them.
   * @throws {ArchitectError} ARC203 when the actor has too many streams.
   */
  stream(request: HttpRequest, actor: Actor, topic: Topic): HttpResponse
}

export interface LiveOptions {
  readonly changes: Changes
  readonly readVisible: ReadVisible
  readonly observe: Observe
  readonly now: () => Date
  /** Open streams of one actor, or of one anonymous address; default 10. */
  readonly maxPerActor?: number
  /** Default 15,000: shorter than what proxies wait, and than our own idle limit. */
  readonly heartbeatMs?: number
}

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // nginx would keep events until its buffer is full.
  'x-accel-buffering': 'no',
} as const

/** Streams of changes, as far as each actor may see them. */
export function createLive(options: LiveOptions): Live {
  const { observe, maxPerActor = 10, heartbeatMs = 15_000 } = options
  const hub = createHub({
    changes: options.changes,
    readVisible: options.readVisible,
    onFailure: (error) => observe({ kind: 'failure', requestId: undefined, error }),
  })
  const open = createTally(maxPerActor, (count) => observe({ kind: 'subscribers', count }))
  return {
    stream: (request, actor, topic) => {
      if (request.method === 'HEAD') return { status: 200, headers: HEADERS, body: undefined }
      const leave = open.enter(actor.kind === 'user' ? actor.id : addressPrefix(request.address))
      const body = openStream({
        signal: request.signal,
        isResumed: request.headers['last-event-id'] !== undefined,
        heartbeatMs,
        endsInMs:
          actor.kind === 'user' ? actor.expiresAt * 1000 - options.now().getTime() : undefined,
        join: (deliver) => hub.join({ actor, topic, deliver }),
        onEnd: leave,
      })
      return {
        status: 200,
        headers: HEADERS,
        body,
      }
    },
  }
}

interface Tally {
  /** The returned function may be called more than once. */
  enter(key: string): () => void
}

function createTally(max: number, onChange: (count: number) => void): Tally {
  const counts = new Map<string, number>()
  let total = 0
  const change = (key: string, by: number): void => {
    const count = (counts.get(key) ?? 0) + by
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
    total += by
    onChange(total)
  }
  return {
    enter: (key) => {
      if ((counts.get(key) ?? 0) >= max) throw tooManyStreams(max)
      change(key, 1)
      let isIn = true
      return () => {
        if (isIn) change(key, -1)
        isIn = false
      }
    },
  }
}

function tooManyStreams(max: number): ArchitectError {
  return new ArchitectError('ARC203', `At most ${max} streams of events at a time.`, {
    headers: { 'retry-after': '30' },
  })
}
