import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { compile, sql } from '../../sql/sql.ts'
import { isAlive } from './embedded/processes.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

const DEADLINE = { timeout: 15_000, interval: 10 }
const PARENT = join(import.meta.dirname, '..', '..', '..', 'test', 'embedded-parent.ts')

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanUp.splice(0).reverse()) clean()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'architect-embedded-'))
  // Whoever runs PostgreSQL for root must be able to pass.
  chmodSync(folder, 0o755)
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

interface Said {
  readonly url: string
  readonly pid: number
  readonly dataDir: string
  readonly notice?: string
  readonly code?: string
  readonly message?: string
}

async function startParent(dataDir: string, identity: object = {}): Promise<[ChildProcess, Said]> {
  const child = spawn(process.execPath, [PARENT, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...identity,
  })
  cleanUp.push(() => child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout }))
    return [child, JSON.parse(line)]
  throw new Error('The parent ended without a word')
}

async function ended(child: ChildProcess): Promise<void> {
  await vi.waitUntil(() => child.exitCode !== null || child.signalCode !== null, DEADLINE)
}

async function ask(url: string, query: ReturnType<typeof sql>) {
  const database = await openPostgres({ url, sharedConnections: 1 })
  try {
    return (await database.query(compile(query))).rows
  } finally {
    await database.close()
  }
}

describe('the embedded server', () => {
  test('is PostgreSQL 18, listens on no port, and keeps its data', async () => {
    const dataDir = newFolder()
    const first = await openEmbedded({ dataDir })
    expect(await ask(first.url, sql`show listen_addresses`)).toEqual([['']])
    await ask(first.url, sql`create table kept as select 1 as n`)
    await first.close()
    const second = await openEmbedded({ dataDir })
    expect(await ask(second.url, sql`select n from kept`)).toEqual([['1']])
    expect(await ask(second.url, sql`show server_version`)).toEqual([
      [expect.stringMatching(/^18/)],
    ])
    await second.close()
    expect(isAlive(second.pid)).toBe(false)
  })

  test('flushes every commit to the disk', async () => {
    const server = await openEmbedded({ dataDir: newFolder() })
    const settings = sql`select current_setting('fsync'), current_setting('synchronous_commit')`
    expect(await ask(server.url, settings)).toEqual([['on', 'on']])
    await server.close()
  })

  test('on a loopback port demands its password', async () => {
    const server = await openEmbedded({ dataDir: newFolder(), transport: 'loopback' })
    expect(await ask(server.url, sql`select 1`)).toEqual([['1']])
    const stranger = new URL(server.url)
    stranger.password = 'wrong'
    const refusal = await openPostgres({ url: stranger.href }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'ARC514' })
    expect(String(refusal)).toContain('the user or password was refused')
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain('wrong')
    await server.close()
  })

  test('that dies is started again', async () => {
    const server = await openEmbedded({ dataDir: newFolder() })
    const died = server.pid
    process.kill(died, 'SIGKILL')
    const back = async () =>
      server.pid !== died && (await ask(server.url, sql`select 1`)).length === 1
    await vi.waitUntil(() => back().catch(() => false), DEADLINE)
    await server.close()
    expect(isAlive(server.pid)).toBe(false)
  })
})

describe('the data folder', () => {
  test('has one owner at a time, also within a process', async () => {
    const dataDir = newFolder()
    const server = await openEmbedded({ dataDir })
    await expect(openEmbedded({ dataDir })).rejects.toMatchObject({ code: 'ARC515' })
    const [, said] = await startParent(dataDir)
    expect(said).toMatchObject({ code: 'ARC515' })
    expect(said.message).toContain(`process ${process.pid}`)
    expect(await ask(server.url, sql`select 1`)).toEqual([['1']])
    await server.close()
  })

  test('of another major version is refused, and not touched', async () => {
    const dataDir = newFolder()
    await (await openEmbedded({ dataDir })).close()
    const version = join(dataDir, 'cluster', 'PG_VERSION')
    writeFileSync(version, '17\n')
    const refusal = openEmbedded({ dataDir })
    await expect(refusal).rejects.toMatchObject({
      code: 'ARC517',
      message: expect.stringContaining('was made by PostgreSQL 17'),
    })
    expect(readFileSync(version, 'utf8')).toBe('17\n')
  })

  test('left behind by an interrupted first start is made anew', async () => {
    const dataDir = newFolder()
    mkdirSync(join(dataDir, 'cluster.draft', 'base'), { recursive: true })
    const server = await openEmbedded({ dataDir })
    expect(await ask(server.url, sql`select 1`)).toEqual([['1']])
    await server.close()
  })

  test('with locks of the dead, even of a number that lives again, is taken over', async () => {
    const dataDir = newFolder()
    await (await openEmbedded({ dataDir })).close()
    const stale = { pid: process.pid, start: 'another life', nonce: 'x' }
    writeFileSync(join(dataDir, 'lock.json'), JSON.stringify(stale))
    writeFileSync(
      join(dataDir, 'cluster', 'postmaster.pid'),
      `${process.pid}\n${dataDir}/cluster\n`,
    )
    const server = await openEmbedded({ dataDir })
    expect(await ask(server.url, sql`select 1`)).toEqual([['1']])
    await server.close()
  })
})

describe('when the parent', () => {
  test('is killed, no server is left, and the next start has every acknowledged write', async () => {
    const dataDir = newFolder()
    const [parent, said] = await startParent(dataDir)
    await ask(said.url, sql`create table kept as select 1 as n`)
    parent.kill('SIGKILL')
    await ended(parent)
    await vi.waitUntil(() => !isAlive(said.pid), DEADLINE)
    const next = await openEmbedded({ dataDir })
    expect(await ask(next.url, sql`select n from kept`)).toEqual([['1']])
    await next.close()
  })

  test('and its watchdog are killed, the next start ends the orphan first', async () => {
    const dataDir = newFolder()
    const [parent, said] = await startParent(dataDir)
    for (const watchdog of watchdogsOf(parent.pid ?? 0, said.pid)) process.kill(watchdog, 'SIGKILL')
    parent.kill('SIGKILL')
    await ended(parent)
    expect(isAlive(said.pid)).toBe(true)
    const next = await openEmbedded({ dataDir })
    expect(isAlive(said.pid)).toBe(false)
    expect(await ask(next.url, sql`select 1`)).toEqual([['1']])
    await next.close()
  })

  test.each(['SIGINT', 'end of input'] as const)('ends by %s, no process is left', async (how) => {
    const [parent, said] = await startParent(newFolder())
    if (how === 'SIGINT') parent.kill('SIGINT')
    else parent.stdin?.end()
    await ended(parent)
    expect(parent.exitCode).toBe(0)
    expect(isAlive(said.pid)).toBe(false)
  })
})

/** Linux only: children of the parent other than the server. */
function watchdogsOf(parent: number, server: number): number[] {
  const path = `/proc/${parent}/task/${parent}/children`
  const children = readFileSync(path, 'utf8').trim().split(' ').map(Number)
  return children.filter((pid) => pid > 0 && pid !== server)
}

describe.skipIf(process.getuid?.() !== 0)('for root (skipped when another user tests)', () => {
  test('runs as somebody else', async () => {
    const server = await openEmbedded({ dataDir: newFolder() })
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]
    expect(uid).not.toBe('0')
    await server.close()
  })

  test('below a folder that only root may enter, takes another place and says so', async () => {
    const closed = mkdtempSync('/root/architect-closed-')
    cleanUp.push(() => rmSync(closed, { recursive: true, force: true }))
    const dataDir = join(closed, 'data')
    const first = await openEmbedded({ dataDir })
    cleanUp.push(() => rmSync(first.dataDir, { recursive: true, force: true }))
    expect(first.dataDir).not.toBe(dataDir)
    expect(first.notice).toContain(first.dataDir)
    await ask(first.url, sql`create table kept as select 1 as n`)
    await first.close()
    const second = await openEmbedded({ dataDir })
    expect(await ask(second.url, sql`select n from kept`)).toEqual([['1']])
    await second.close()
  })

  test('another user starts it too, with its own data', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'architect-user-'))
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true }))
    chownSync(folder, 65_534, 65_534)
    const [parent, said] = await startParent(join(folder, 'data'), { uid: 65_534, gid: 65_534 })
    expect(await ask(said.url, sql`select 1`)).toEqual([['1']])
    parent.kill('SIGINT')
    await ended(parent)
    expect(isAlive(said.pid)).toBe(false)
  })
})
