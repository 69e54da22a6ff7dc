import { compile, sql } from '../../../sql/sql.ts'
import { notSent } from './errors.ts'
import { type Link, openLink } from './link.ts'

/** Opens connections, and knows every one that is open. */
export interface Connector {
  /** @throws {DatabaseError} `unavailable` or `refused`, as PostgreSQL says */
  open(): Promise<Link>
  /** Asks PostgreSQL to end what the process works on. Never rejects: a cancel request is a courtesy. */
  cancel(processId: string): Promise<void>
  isClosed(): boolean
  /** Cuts what is still open; nothing opens afterwards. */
  close(): void
}

/** Everything that connects to one URL. */
export function createConnector(url: string): Connector {
  const links = new Set<Link>()
  let closed = false
  let control: Promise<Link> | undefined

  async function open(): Promise<Link> {
    if (closed) throw notSent('The connections are closed')
    const link = await openLink(url)
    if (closed) link.destroy()
    links.add(link)
    link.onLost(() => links.delete(link))
    return link
  }

  async function controlLink(): Promise<Link> {
    control ??= open()
    const link = await control
    if (link.lost !== undefined) control = undefined
    return link.lost === undefined ? link : controlLink()
  }

  return {
    open,
    cancel: async (processId) => {
      try {
        const link = await controlLink()
        await link.send(compile(sql`select pg_cancel_backend(${processId}::int)`))
      } catch {
        // The database is gone, and with it what was to be cancelled; the next cancel connects anew.
        control = undefined
      }
    },
    isClosed: () => closed,
    close: () => {
      closed = true
      for (const link of links) link.destroy()
    },
  }
}
