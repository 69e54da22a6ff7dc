import { randomBytes } from 'node:crypto'
import { request as sendRequest } from 'node:http'
import type { Blueprint } from '../../src/compile/blueprint/blueprint.ts'
import { compile as compileBlueprint } from '../../src/compile/compile.ts'
import type { Design } from '../../src/compile/design.ts'
import { schemaSql } from '../../src/compile/emit/sql/schema-sql.ts'
import type { Database } from '../../src/engine/ports/database.ts'
import { createAuthenticator } from '../../src/serve/authenticate.ts'
import { openChanges } from '../../src/serve/live/changes.ts'
import { createService } from '../../src/serve/service.ts'
import { generateKeys, importKeys, mintToken } from '../../src/serve/tokens.ts'
import { compile, ident, join, type Sql, sql } from '../../src/sql/sql.ts'
import { uuidSource } from '../../src/std/uuid.ts'
import { freshDatabase } from '../database.ts'
import { serveForTest, type TestServer } from '../server.ts'

/** A backend made of a blueprint, with the rows it starts from and the people who call. */
export interface Setting {
  readonly blueprint: Blueprint
  /** SQL that inserts the rows; run again whenever a scenario has changed something. */
  readonly seed: string
  /** Names that stand for ids in braces: `/v1/shares/{draft}`. */
  readonly names: Readonly<Record<string, string>>
  /** Roles by the name of the actor; every actor is also a name. */
  readonly actors: Readonly<Record<string, readonly string[]>>
}

/** What a client sends. */
export interface Sent {
  /** Name of an actor; absent: anonymous. */
  readonly as?: string | undefined
  /** `PATCH /v1/shares/{draft}`. */
  readonly send: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown
}

/** What came back. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  /** The body, where it is JSON. */
  readonly json: unknown
  /** Sent to PostgreSQL meanwhile. */
  readonly statements: number
}

/** A running backend. */
export interface World {
  readonly design: Design
  readonly database: Database
  readonly server: TestServer
  /** Ids for names in braces. */
  fill(text: string): string
  ask(sent: Sent): Promise<Answered>
  /** Which tables are not as the seed made them. */
  changed(): Promise<readonly string[]>
  /** The rows of the seed and nothing else. */
  restore(): Promise<void>
  close(): Promise<void>
}

const NAMED = { issuer: 'https://issuer.example', audience: 'https://api.example' }

/** Compiles, clones, seeds, listens. */
export async function openWorld(setting: Setting): Promise<World> {
  const checked = compileBlueprint(setting.blueprint)
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings, null, 1))
  const design = checked.value
  const schema = schemaSql(design)
  const fresh = await freshDatabase({
    key: schema + setting.seed,
    build: async (database) => {
      await run(database, schema + setting.seed)
    },
  })
  const { counting, sent } = counted(fresh.database)
  const { server, close, authorization } = await listen(setting, design, counting)
  let before = await hashes(fresh.database, design)
  const fill = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => setting.names[name] ?? whole)
  return {
    design,
    database: fresh.database,
    server,
    fill,
    ask: async (asked) => {
      const statements = sent()
      const answer = await exchange(server.port, fill, {
        ...asked,
        headers: { ...(asked.as ? await authorization(asked.as) : {}), ...asked.headers },
      })
      return { ...answer, statements: sent() - statements }
    },
    changed: async () => {
      const now = await hashes(fresh.database, design)
      return [...now].flatMap(([table, hash]) => (before.get(table) === hash ? [] : [table]))
    },
    restore: async () => {
      const tables = [...before.keys()].map((name) =>
        name === 'idempotency' ? sql`architect.idempotency` : ident(name),
      )
      await run(
        fresh.database,
        `${compile(sql`truncate ${join(tables, ', ')}`).text}; ${setting.seed}`,
      )
      before = await hashes(fresh.database, design)
    },
    close: async () => {
      await close()
      await fresh.close()
    },
  }
}

async function run(database: Database, script: string): Promise<void> {
  await database.transaction(async (transaction) => await transaction.execute(script))
}

interface Listening {
  readonly server: TestServer
  readonly authorization: (name: string) => Promise<Record<string, string>>
  readonly close: () => Promise<void>
}

async function listen(setting: Setting, design: Design, database: Database): Promise<Listening> {
  const keys = await importKeys(await generateKeys())
  const now = (): Date => new Date()
  const changes = await openChanges({ database, observe: () => undefined, gatherMs: 1 })
  const service = createService({
    design,
    database,
    authenticate: createAuthenticator({ keys, roles: design.roles, now, ...NAMED }),
    cursorSecret: Buffer.alloc(32, 7),
    changes,
    observe: () => undefined,
    now,
    newId: uuidSource(now, randomBytes),
    timing: () => performance.now(),
  })
  const server = await serveForTest(service.handler, { cors: { origins: ['https://app.example'] } })
  return {
    server,
    authorization: async (name: string) => {
      const claims = { subject: setting.names[name] ?? name, roles: setting.actors[name] ?? [] }
      const token = await mintToken(keys, { ...claims, ttlSeconds: 600, ...NAMED }, now())
      return { authorization: `Bearer ${token}` }
    },
    close: async () => {
      await server.close()
      service.close()
      await changes.close()
    },
  }
}

/** Counts what a request sends; announcements of changes come after it and belong to no request. */
function counted(database: Database): { readonly counting: Database; readonly sent: () => number } {
  let statements = 0
  const counting: Database = {
    ...database,
    query: (query, options) => {
      if (!query.text.includes('pg_notify')) statements += 1
      return database.query(query, options)
    },
    transaction: (work, options) => {
      statements += 1
      return database.transaction(work, options)
    },
    stream: (query, options) => {
      return countedStream(database.stream(query, options))
    },
  }
  async function* countedStream<T>(batches: AsyncIterable<T>): AsyncGenerator<T, void, void> {
    statements += 1
    yield* batches
  }
  return { counting, sent: () => statements }
}

async function hashes(database: Database, design: Design): Promise<ReadonlyMap<string, string>> {
  const hash = (name: string, table: Sql): Sql =>
    sql`select ${name}, coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') from ${table} as t`
  const all = [
    ...design.tables.map(({ name }) => hash(name, ident(name))),
    hash('idempotency', sql`architect.idempotency`),
  ]
  const { rows } = await database.query(compile(join(all, ' union all ')))
  return new Map(rows.map(([name, value]) => [name ?? '', value ?? '']))
}

const PATCHED = { PATCH: 'application/merge-patch+json' }

async function exchange(
  port: number,
  fill: (text: string) => string,
  { send, headers, body }: Sent,
): Promise<Omit<Answered, 'statements'>> {
  const [method = 'GET', ...rest] = send.split(' ')
  const text =
    body === undefined ? undefined : fill(typeof body === 'string' ? body : JSON.stringify(body))
  const type = method === 'PATCH' ? PATCHED.PATCH : 'application/json'
  const fields: Record<string, string> = {
    ...(text === undefined
      ? {}
      : { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  }
  for (const [name, value] of Object.entries(fields)) if (value === '') delete fields[name]
  const target = encodeTarget(fill(rest.join(' ')))
  return await new Promise((resolve, reject) => {
    const outgoing = sendRequest(
      { port, host: '127.0.0.1', method, path: target, headers: fields, agent: false },
      (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('end', () => {
          const received = Buffer.concat(parts).toString()
          const known = Object.entries(incoming.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : value,
          ])
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(known),
            text: received,
            json: parsed(received),
          })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}

/** Spaces and letters beyond ASCII cannot stand in a target. */
function encodeTarget(target: string): string {
  return target.replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(text.toWellFormed()))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
