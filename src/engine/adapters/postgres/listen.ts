import { compile, ident, sql } from '../../../sql/sql.ts'
import type { Listening } from '../../ports/database.ts'
import { backoffMs } from './backoff.ts'
import type { Connector } from './connector.ts'
import type { Link } from './link.ts'

/** How often an idle listening connection proves that it lives. */
const PING_MS = 10_000
const PING_TIMEOUT_MS = 5000

const PING = compile(sql`select 1`)

export interface Subscription {
  readonly channel: string
  readonly onMessage: (payload: string) => void
  readonly onGap: () => void
}

/** Listens on a connection of its own, and again after it was lost. */
export async function openListening(
  connector: Connector,
  subscription: Subscription,
): Promise<Listening> {
  let current = await listenOnce(connector, subscription)
  let closed = false
  let timer: NodeJS.Timeout | undefined
  const ping = setInterval(() => void checkAlive(current), PING_MS).unref()

  function watch(): void {
    current.onLost(() => again(1))
  }

  function again(attempt: number): void {
    if (closed || connector.isClosed()) return
    const listen = async () => {
      try {
        current = await listenOnce(connector, subscription)
      } catch {
        return again(attempt + 1)
      }
      if (closed) return current.destroy()
      watch()
      subscription.onGap()
    }
    timer = setTimeout(() => void listen(), backoffMs(attempt, Math.random)).unref()
  }

  watch()
  return {
    close: async () => {
      closed = true
      clearInterval(ping)
      clearTimeout(timer)
      await current.end()
    },
  }
}

async function listenOnce(connector: Connector, subscription: Subscription): Promise<Link> {
  const link = await connector.open()
  link.onNotification((channel, payload) => {
    if (channel === subscription.channel) subscription.onMessage(payload)
  })
  await link.send(compile(sql`listen ${ident(subscription.channel)}`))
  return link
}

async function checkAlive(link: Link): Promise<void> {
  const dead = setTimeout(() => link.destroy(), PING_TIMEOUT_MS)
  try {
    await link.send(PING)
  } catch {
    // A lost connection has its own listener, which connects again.
  } finally {
    clearTimeout(dead)
  }
}
