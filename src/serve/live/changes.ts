import type { Database } from '../../engine/ports/database.ts'
import type { Observe } from '../../observe/observation.ts'
import { compile, sql } from '../../sql/sql.ts'
import {
  type Announcement,
  type Change,
  coalesce,
  fromPayload,
  GAP_PAYLOAD,
  toPayloads,
} from './change.ts'

/** Where every instance tells the others what it has committed. */
export interface Changes {
  /** To be called after the commit. Returns at once; what cannot be told becomes a gap. */
  announce(change: Change): void
  /** Calls `listener` with what any instance announces. The returned function ends it. */
  subscribe(listener: (announcement: Announcement) => void): () => void
  /** Tells what is still to be told, then stops listening. */
  close(): Promise<void>
}

export interface ChangesOptions {
  readonly database: Pick<Database, 'query' | 'listen'>
  readonly observe: Observe
  /** How long announcements are gathered; default 20. */
  readonly gatherMs?: number
}

const CHANNEL = 'architect_changes'
/** So many at once are worth a statement of their own. */
const BATCH = 100
/** Beyond this, while the database is away, changes are forgotten and a gap is told instead. */
const MAX_WAITING = 10_000
const RETRY_MS = 1000

/** Changes over LISTEN and NOTIFY of PostgreSQL. Resolves when this instance listens. */
export async function openChanges(options: ChangesOptions): Promise<Changes> {
  const { database } = options
  const listeners = new Set<(announcement: Announcement) => void>()
  const tell = (announcement: Announcement): void => {
    for (const listener of listeners) listener(announcement)
  }
  const listening = await database.listen(
    CHANNEL,
    (payload) => tell(fromPayload(payload)),
    () => tell({ kind: 'gap' }),
  )
  const sender = createSender(options)
  return {
    announce: sender.add,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: async () => {
      await sender.close()
      await listening.close()
    },
  }
}

interface Sender {
  readonly add: (change: Change) => void
  close(): Promise<void>
}

/** One statement at a time: announcements of one instance keep their order. */
function createSender({ database, observe, gatherMs = 20 }: ChangesOptions): Sender {
  let waiting: Change[] = []
  let lost = false
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> = Promise.resolve()
  let busy = false

  const later = (ms: number): void => {
    timer ??= setTimeout(flush, ms).unref()
  }
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (!busy && (waiting.length > 0 || lost)) sending = send()
  }
  const send = async (): Promise<void> => {
    busy = true
    const batch = waiting
    const hadLost = lost
    const payloads = [...(hadLost ? [GAP_PAYLOAD] : []), ...toPayloads(coalesce(batch))]
    waiting = []
    lost = false
    try {
      for (const payload of payloads) await database.query(notify(payload))
      if (waiting.length > 0) later(gatherMs)
    } catch (error) {
      observe({ kind: 'failure', requestId: undefined, error })
      lost ||= hadLost
      waiting = [...batch, ...waiting]
      later(RETRY_MS)
    } finally {
      busy = false
    }
  }
  return {
    add: (change) => {
      waiting.push(change)
      if (waiting.length > MAX_WAITING) {
        waiting = []
        lost = true
      }
      if (waiting.length === BATCH) flush()
      later(gatherMs)
    },
    close: async () => {
      await sending
      flush()
      clearTimeout(timer)
      await sending
      clearTimeout(timer)
    },
  }
}

function notify(payload: string): ReturnType<typeof compile> {
  return compile(sql`select pg_notify(${CHANNEL}, ${payload})`)
}
