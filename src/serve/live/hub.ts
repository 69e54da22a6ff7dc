import type { Actor } from '../actor.ts'
import type { Announcement, Change } from './change.ts'
import type { Changes } from './changes.ts'

/** What can be subscribed to: a resource, in the names of a version of the API. */
export interface Topic {
  readonly version: string
  readonly resource: string
  /** Everybody may read every row, so everybody may know that one is gone. */
  readonly public: boolean
}

/** The rows among `ids` that the actor may read, by id, each as the JSON it would get. One statement. Ids may be repeated. */
export type ReadVisible = (
  actor: Actor,
  topic: Topic,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, string>>

export type LiveEvent =
  | { readonly kind: 'created' | 'updated'; readonly row: string }
  | { readonly kind: 'deleted'; readonly id: string }
  /** Something was missed: what the client holds may be out of date. */
  | { readonly kind: 'gap' }

export interface Subscriber {
  readonly actor: Actor
  readonly topic: Topic
  readonly deliver: (event: LiveEvent) => void
}

export interface Hub {
  /** The returned function ends the subscription. */
  join(subscriber: Subscriber): () => void
}

export interface HubOptions {
  readonly changes: Changes
  readonly readVisible: ReadVisible
  /** Told of reads that failed; subscribers get a gap then. */
  readonly onFailure: (error: unknown) => void
}

/** Subscribers that see the same rows: one read serves them all. */
interface Group {
  readonly actor: Actor
  readonly topic: Topic
  readonly members: Map<Subscriber, Set<string>>
  waiting: Change[]
  busy: boolean
}

/** Rows whose delivery a connection remembers, so that it can be told when they go; the oldest are forgotten first. */
const MAX_REMEMBERED = 10_000
/** A group that is so far behind is better off reading anew. */
const MAX_WAITING = 1000
/** Numbers of ids that are read at a time: fewer are filled up, so that few statements serve all. */
const READ_SIZES = [1, 5, 20, 100] as const
const MAX_READ = 100

/**
 * Hands announced changes to subscribers, each as far as its actor may see. A subscriber hears `deleted` only of rows it was
 * told of before, on this connection, unless the resource is public: else the news would tell that a hidden row existed.
 */
export function createHub(options: HubOptions): Hub {
  const groups = new Map<string, Group>()
  options.changes.subscribe((announcement) => {
    for (const group of groups.values()) enqueue(group, announcement, options)
  })
  return {
    join: (subscriber) => {
      const key = keyOf(subscriber)
      const group = groups.get(key) ?? emptyGroup(subscriber)
      groups.set(key, group)
      group.members.set(subscriber, new Set())
      return () => {
        group.members.delete(subscriber)
        if (group.members.size === 0 && groups.get(key) === group) groups.delete(key)
      }
    },
  }
}

function emptyGroup({ actor, topic }: Subscriber): Group {
  return { actor, topic, members: new Map(), waiting: [], busy: false }
}

function keyOf({ actor, topic }: Subscriber): string {
  const who = actor.kind === 'user' ? [actor.id, ...actor.roles] : []
  return JSON.stringify([topic.version, topic.resource, who])
}

function enqueue(group: Group, announcement: Announcement, options: HubOptions): void {
  if (announcement.kind === 'gap') {
    tellGap(group)
    return
  }
  const changes = announcement.changes.filter(({ resource }) => resource === group.topic.resource)
  group.waiting.push(...changes)
  if (group.waiting.length > MAX_WAITING) tellGap(group)
  if (!group.busy && group.waiting.length > 0) void work(group, options)
}

function tellGap(group: Group): void {
  group.waiting = []
  for (const member of group.members.keys()) member.deliver({ kind: 'gap' })
}

/** One batch after the other, so that no subscriber sees an older state after a newer one. Never rejects. */
async function work(group: Group, { readVisible, onFailure }: HubOptions): Promise<void> {
  group.busy = true
  while (group.waiting.length > 0 && group.members.size > 0) {
    const batch = group.waiting.splice(0, MAX_READ)
    try {
      const rows = await readBatch(group, batch, readVisible)
      for (const change of batch) tellChange(group, change, rows)
    } catch (error) {
      onFailure(error)
      tellGap(group)
    }
  }
  group.busy = false
}

async function readBatch(
  { actor, topic }: Group,
  batch: readonly Change[],
  readVisible: ReadVisible,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(batch.filter(({ kind }) => kind !== 'deleted').map(({ id }) => id))]
  const [first] = ids
  if (first === undefined) return new Map()
  const size = READ_SIZES.find((many) => many >= ids.length) ?? MAX_READ
  return await readVisible(actor, topic, [...ids, ...Array(size - ids.length).fill(first)])
}

function tellChange(group: Group, change: Change, rows: ReadonlyMap<string, string>): void {
  const row = change.kind === 'deleted' ? undefined : rows.get(change.id)
  for (const [member, told] of group.members) {
    if (row !== undefined && change.kind !== 'deleted') {
      // A row that has become visible is news to whoever was never told of it, and still not created now.
      member.deliver({ kind: change.kind, row })
      remember(told, change.id)
    } else if (told.delete(change.id) || group.topic.public) {
      member.deliver({ kind: 'deleted', id: change.id })
    }
  }
}

function remember(told: Set<string>, id: string): void {
  told.delete(id)
  const oldest = told.size >= MAX_REMEMBERED ? told.values().next().value : undefined
  if (oldest !== undefined) told.delete(oldest)
  told.add(id)
}
