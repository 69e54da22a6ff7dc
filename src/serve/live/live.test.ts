import { expect, test, vi } from 'vitest'
import { serveForTest, type TestServer } from '../../../test/server.ts'
import type { Actor } from '../actor.ts'
import type { Announcement, Change } from './change.ts'
import type { Changes } from './changes.ts'
import type { Topic } from './hub.ts'
import { createLive } from './live.ts'

const NOW = 1_800_000_000
const ADA: Actor = { kind: 'user', id: 'ada', roles: [], expiresAt: NOW + 3600 }
const BEN: Actor = { kind: 'user', id: 'ben', roles: [], expiresAt: NOW + 3600 }
const SHARES: Topic = { version: 'v1', resource: 'share', public: false }
const EVERYBODYS: Topic = { version: 'v1', resource: 'share', public: true }

/** What is announced arrives, as on one instance. */
function loopback(): Changes & { readonly tell: (announcement: Announcement) => void } {
  const listeners = new Set<(announcement: Announcement) => void>()
  const tell = (announcement: Announcement): void => {
    for (const listener of listeners) listener(announcement)
  }
  return {
    tell,
    announce: (change) => tell({ kind: 'changes', changes: [change] }),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => Promise.resolve(),
  }
}

interface Stage {
  readonly server: TestServer
  readonly changes: ReturnType<typeof loopback>
  /** Who may read which ids. */
  readonly visible: Map<string, readonly string[]>
  readonly reads: string[]
  fail: boolean
}

async function setStage(
  options: { topic?: Topic; actors?: Record<string, Actor>; max?: number } = {},
): Promise<Stage> {
  const changes = loopback()
  const actors = options.actors ?? { ada: ADA, ben: BEN }
  const stage: Omit<Stage, 'server'> = { changes, visible: new Map(), reads: [], fail: false }
  const live = createLive({
    changes,
    readVisible: (actor, _topic, ids) => {
      const who = actor.kind === 'user' ? actor.id : 'nobody'
      stage.reads.push(`${who}:${ids.join()}`)
      if (stage.fail) return Promise.reject(new Error('database away'))
      const may = stage.visible.get(who) ?? []
      return Promise.resolve(
        new Map(ids.filter((id) => may.includes(id)).map((id) => [id, `{"id":"${id}"}`])),
      )
    },
    observe: () => undefined,
    now: () => new Date(NOW * 1000),
    maxPerActor: options.max ?? 10,
  })
  const server = await serveForTest((request) => {
    const actor = actors[request.headers['authorization'] ?? ''] ?? { kind: 'anonymous' }
    return Promise.resolve().then(() => live.stream(request, actor, options.topic ?? SHARES))
  })
  return Object.assign(stage, { server })
}

/** Opens a stream, and gives its text so far. */
async function listen(
  stage: Stage,
  as: string,
  headers: Record<string, string> = {},
): Promise<() => string> {
  const response = await fetch(`${stage.server.url}/v1/shares/events`, {
    headers: { ...headers, authorization: as },
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  let text = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const pump = async (): Promise<void> => {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      text += part.value
    text += 'END'
  }
  void pump().catch(() => undefined)
  await vi.waitFor(() => expect(text).toContain('retry: 2000'))
  return () => text
}

const change = (kind: Change['kind'], id: string): Change => ({
  resource: 'share',
  id,
  kind,
})

test('each subscriber hears of the rows it may read, and of no others', async () => {
  const stage = await setStage()
  stage.visible.set('ada', ['s1']).set('ben', ['s2'])
  const [ada, ben] = [await listen(stage, 'ada'), await listen(stage, 'ben')]
  stage.changes.tell({
    kind: 'changes',
    changes: [change('created', 's1'), change('updated', 's2')],
  })
  stage.changes.announce({ ...change('created', 's1'), resource: 'comment' })
  await vi.waitFor(() => expect(ada()).toContain('event: created\ndata: {"id":"s1"}\n\n'))
  await vi.waitFor(() => expect(ben()).toContain('event: updated\ndata: {"id":"s2"}\n\n'))
  expect(ada()).not.toContain('s2')
  expect(ben()).not.toContain('s1')
  await stage.server.close()
})

test('one read serves all streams of one actor', async () => {
  const stage = await setStage()
  stage.visible.set('ada', ['s1'])
  const streams = [
    await listen(stage, 'ada'),
    await listen(stage, 'ada'),
    await listen(stage, 'ada'),
  ]
  stage.changes.announce(change('created', 's1'))
  for (const text of streams) await vi.waitFor(() => expect(text()).toContain('s1'))
  expect(stage.reads).toEqual(['ada:s1'])
  await stage.server.close()
})

test('a row that is deleted or hidden is gone for whoever was told of it, and for nobody else', async () => {
  const stage = await setStage()
  stage.visible.set('ada', ['s1', 's2', 'fence'])
  stage.visible.set('ben', ['fence'])
  const [ada, ben] = [await listen(stage, 'ada'), await listen(stage, 'ben')]
  stage.changes.announce(change('created', 's1'))
  stage.changes.announce(change('created', 's2'))
  await vi.waitFor(() => expect(ada()).toContain('s2'))
  stage.visible.set('ada', ['s1', 'fence'])
  stage.changes.announce(change('deleted', 's1'))
  stage.changes.announce(change('updated', 's2'))
  stage.changes.announce(change('deleted', 's3'))
  stage.changes.announce(change('created', 'fence'))
  for (const text of [ada, ben]) await vi.waitFor(() => expect(text()).toContain('fence'))
  expect(ada()).toContain('event: deleted\ndata: {"id":"s1"}')
  expect(ada()).toContain('event: deleted\ndata: {"id":"s2"}')
  expect(ada()).not.toContain('s3')
  expect(ben()).not.toMatch(/s\d/)
  await stage.server.close()
})

test('of a public resource everybody hears what is deleted', async () => {
  const stage = await setStage({ topic: EVERYBODYS })
  const nobody = await listen(stage, '')
  stage.changes.announce(change('deleted', 's9'))
  await vi.waitFor(() => expect(nobody()).toContain('event: deleted\ndata: {"id":"s9"}'))
  await stage.server.close()
})

test('lost announcements, failed reads and a second connection are gaps', async () => {
  const stage = await setStage()
  const [ada, again] = [
    await listen(stage, 'ada'),
    await listen(stage, 'ben', { 'last-event-id': '7' }),
  ]
  await vi.waitFor(() => expect(again()).toContain('event: gap'))
  expect(ada()).not.toContain('gap')
  stage.changes.tell({ kind: 'gap' })
  await vi.waitFor(() => expect(ada().match(/event: gap/g)).toHaveLength(1))
  stage.fail = true
  stage.changes.announce(change('created', 's1'))
  await vi.waitFor(() => expect(ada().match(/event: gap/g)).toHaveLength(2))
  await stage.server.close()
})

test('a stream ends with its token', async () => {
  const stage = await setStage({ actors: { ada: { ...ADA, expiresAt: NOW + 0.2 } } })
  const ada = await listen(stage, 'ada')
  await vi.waitFor(() => expect(ada()).toContain('END'))
  await stage.server.close()
})

test('a stream ends when the server stops, and the server waits for nothing else', async () => {
  const stage = await setStage()
  const ada = await listen(stage, 'ada')
  const started = performance.now()
  await stage.server.close()
  expect(performance.now() - started).toBeLessThan(900)
  await vi.waitFor(() => expect(ada()).toContain('END'))
})

test('an actor may have so many streams, and one more when one has ended', async () => {
  const stage = await setStage({ max: 1 })
  const leaving = new AbortController()
  const open = (signal?: AbortSignal): Promise<Response> =>
    fetch(stage.server.url, {
      headers: { authorization: 'ada' },
      ...(signal === undefined ? {} : { signal }),
    })
  await open(leaving.signal)
  const refused = await open()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  leaving.abort()
  await vi.waitFor(async () => expect((await open()).status).toBe(200))
  await stage.server.close()
})

test('HEAD opens nothing', async () => {
  const stage = await setStage({ max: 1 })
  for (let i = 0; i < 3; i++) {
    const { status } = await fetch(stage.server.url, {
      method: 'HEAD',
      headers: { authorization: 'ada' },
    })
    expect(status).toBe(200)
  }
  await stage.server.close()
})
