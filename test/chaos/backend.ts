import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { generateKeys, importKeys, type JwkSet, mintToken } from '../../src/serve/tokens.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/architect.mjs', import.meta.url))
const BLUEPRINT = fileURLToPath(new URL('./blueprint.ts', import.meta.url))
const ISSUER = 'https://chaos.test'
/** Row that the tokens are for; {@link addUser} makes it. */
export const USER_ID = '01900000-0000-7000-8000-000000000001'
/** A start on a busy machine. */
const START_MS = 20_000
const BYTES_PER_MIB = 1_048_576
const PAGE_BYTES = 4096

/** The product as a user runs it: a process of its own, its log, and a token. */
export interface Backend extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  readonly pid: number
  /** For {@link USER_ID}. */
  readonly token: string
  tokenFor(subject: string): Promise<string>
  /** Everything that the process wrote. */
  output(): string
  /** The lines of the log so far that have all of `members`. */
  logged(members: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, unknown>>[]
  /** Resident memory in MiB; Linux only. */
  residentMib(): number
  ready(): Promise<{ readonly status: number; readonly reasons: readonly string[] }>
  /** Sends the signal; resolves with the exit code. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

/** Starts `architect start` in an empty folder, on a database or on the embedded one. */
export async function startBackend(
  databaseUrl: string | 'embedded',
  env: Readonly<Record<string, string>> = {},
  folder: string = newFolder(),
): Promise<Backend> {
  const keys = await generateKeys()
  const child = runStart(folder, databaseUrl, { keys, env })
  const imported = await importKeys(keys)
  const tokenFor = (subject: string): Promise<string> =>
    mintToken(
      imported,
      { subject, roles: [], ttlSeconds: 3600, issuer: ISSUER, audience: 'chaos' },
      new Date(),
    )
  return await whenListening(child, { folder, token: await tokenFor(USER_ID), tokenFor })
}

/** The same, for a start that is to be refused. */
export async function failToStart(
  databaseUrl: string,
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const folder = newFolder()
  const child = runStart(folder, databaseUrl, { keys: await generateKeys(), env: {} })
  const output = collect(child)
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  rmSync(folder, { recursive: true, force: true })
  return { exitCode, output: output() }
}

/** Of a project; {@link startBackend} removes it in the end. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'))
  chmodSync(folder, 0o755) // PostgreSQL runs as somebody else where we are root
  return folder
}

interface Given {
  readonly keys: JwkSet
  readonly env: Readonly<Record<string, string>>
}

function runStart(
  folder: string,
  databaseUrl: string | 'embedded',
  { keys, env }: Given,
): ChildProcess {
  copyFileSync(BLUEPRINT, join(folder, 'blueprint.ts'))
  const database = databaseUrl === 'embedded' ? ['--embedded'] : ['--database-url', databaseUrl]
  return run(folder, ['start', ...database], {
    ARCHITECT_JWT_KEYS: JSON.stringify(keys),
    ARCHITECT_JWT_ISSUER: ISSUER,
    ARCHITECT_JWT_AUDIENCE: 'chaos',
    ...env,
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  }
  return () => text
}

/** Runs the command line in `folder`, on a free port, with a log of JSON. */
function run(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...words], {
    cwd: folder,
    env: { TMPDIR: tmpdir(), HOME: folder, PORT: '0', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** A running command line as a {@link Backend}, once it listens. */
async function whenListening(
  child: ChildProcess,
  made: Pick<Backend, 'folder' | 'token' | 'tokenFor'>,
): Promise<Backend> {
  const output = collect(child)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const logged: Backend['logged'] = (members) =>
    linesOf(output()).filter((line) =>
      Object.entries(members).every(([name, value]) => line[name] === value),
    )
  const stop = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  const dispose = async (): Promise<void> => {
    if (child.exitCode === null) await stop('SIGKILL')
    rmSync(made.folder, { recursive: true, force: true })
  }
  try {
    await vi.waitUntil(() => logged({ state: 'listening' }).length > 0 || child.exitCode !== null, {
      timeout: START_MS,
      interval: 10,
    })
    if (child.exitCode !== null) throw new Error(`It ended at its start: ${output()}`)
  } catch (error) {
    await dispose()
    throw error
  }
  const url = String(logged({ state: 'listening' })[0]?.['url'])
  const pid = child.pid ?? 0
  return {
    ...made,
    url,
    pid,
    output,
    logged,
    residentMib: () => residentMib(pid),
    ready: () => readiness(url),
    stop,
    [Symbol.asyncDispose]: dispose,
  }
}

function linesOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line))
}

function residentMib(pid: number): number {
  const pages = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]
  return (Number(pages) * PAGE_BYTES) / BYTES_PER_MIB
}

async function readiness(url: string): ReturnType<Backend['ready']> {
  const response = await fetch(`${url}/health/ready`)
  // Our own document: status and reasons.
  const { reasons } = (await response.json()) as { readonly reasons: readonly string[] }
  return { status: response.status, reasons }
}
