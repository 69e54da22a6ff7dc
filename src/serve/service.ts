import type { Design } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import type { Observe } from '../observe/observation.ts'
import { answerEvents, readVisibleOf } from './answer-events.ts'
import { answerWrite } from './answer-write.ts'
import type { Authenticate } from './authenticate.ts'
import { behind } from './guard/gate.ts'
import { createRateLimits } from './guard/rate.ts'
import { standardGuards } from './guard/standard.ts'
import { createHandler } from './handle.ts'
import type { Handler } from './http.ts'
import type { Changes } from './live/changes.ts'
import { createLive } from './live/live.ts'
import { createStatements } from './query/to-query.ts'
import { compileRoutes } from './routes.ts'
import { compileBodies } from './write/body-validator.ts'

/** What a design needs to be served. */
export interface ServiceOptions {
  readonly design: Design
  readonly database: Database
  readonly authenticate: Authenticate
  /** Signs cursors; at least 32 bytes, the same on every instance. */
  readonly cursorSecret: Buffer
  readonly changes: Changes
  readonly observe: Observe
  readonly now: () => Date
  /** Requests under way: with few, none is refused for load. */
  readonly inFlight?: (() => number) | undefined
  /** A fresh UUIDv7. */
  readonly newId: () => string
  /** Present: answers say how long each stage took. */
  readonly timing?: (() => number) | undefined
}

/** A design, served. `close` ends its timers. */
export interface Service {
  readonly handler: Handler
  close(): void
}

/** The API of a design behind its guards: every operation, its limits, its streams of events. What can be compiled is compiled here. */
export function createService(options: ServiceOptions): Service {
  const { design, database, changes, observe, now, newId } = options
  compileBodies(design)
  const guards = standardGuards({ ...options, routes: compileRoutes(design) })
  const limits = createRateLimits(design.resources, now)
  const writing = { design, database, newId, announce: changes.announce, limits }
  const readVisible = readVisibleOf(design, database, createStatements())
  const handler = createHandler({
    ...options,
    limit: ({ address }, actor, { route: { resource, endpoint } }) => {
      const operation = COUNTED_AS[endpoint.operation]
      return operation ? limits.take({ resource: resource.name, operation, actor, address }) : {}
    },
    answers: {
      create: answerWrite('create', writing),
      update: answerWrite('update', writing),
      delete: answerWrite('delete', writing),
      bulk: answerWrite('bulk', writing),
      events: answerEvents(createLive({ changes, readVisible, observe, now })),
    },
  })
  return { handler: behind(guards.gates, handler), close: guards.close }
}

/** Opening a stream counts as one list; a bulk is counted when its items are known. */
const COUNTED_AS = {
  read: 'read',
  list: 'list',
  events: 'list',
  create: 'create',
  bulk: undefined,
  update: 'update',
  delete: 'delete',
  action: 'action',
} as const
