import type { Design } from '../compile/design.ts'
import type { Database } from '../engine/ports/database.ts'
import type { Observe } from '../observe/observation.ts'
import { answerEvents, readVisibleOf } from './answer-events.ts'
import { answerWrite } from './answer-write.ts'
import type { Authenticate } from './authenticate.ts'
import { createRateLimits } from './guard/rate.ts'
import { createHandler } from './handle.ts'
import type { Handler } from './http.ts'
import type { Changes } from './live/changes.ts'
import { createLive } from './live/live.ts'
import { createStatements } from './query/to-query.ts'
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
  /** A fresh UUIDv7. */
  readonly newId: () => string
  /** Present: answers say how long each stage took. */
  readonly timing?: (() => number) | undefined
}

/** The API of a design: every operation, its limits, its streams of events. Everything that can be compiled is compiled here. */
export function createService(options: ServiceOptions): Handler {
  const { design, database, changes, observe, now, newId } = options
  compileBodies(design)
  const limits = createRateLimits(design.resources, now)
  const announce = changes.announce
  const writing = { design, database, newId, announce, limits }
  const readVisible = readVisibleOf(design, database, createStatements())
  return createHandler({
    ...options,
    limit: ({ address }, actor, { route: { resource, endpoint } }) =>
      endpoint.operation === 'bulk' || endpoint.operation === 'events'
        ? {}
        : limits.take({ resource: resource.name, operation: endpoint.operation, actor, address }),
    answers: {
      create: answerWrite('create', writing),
      update: answerWrite('update', writing),
      delete: answerWrite('delete', writing),
      bulk: answerWrite('bulk', writing),
      events: answerEvents(createLive({ changes, readVisible, observe, now })),
    },
  })
}
