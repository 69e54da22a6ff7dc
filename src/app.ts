import { randomBytes } from 'node:crypto'
import { isAbsolute, join } from 'node:path'
import type { CommandContext, DatabaseRequest, OpenDatabase } from './commands/command.ts'
import { type Config, readConfig, type Source } from './config.ts'
import { openEmbedded } from './engine/adapters/embedded.ts'
import { openPostgres } from './engine/adapters/postgres.ts'
import type { DatabaseHealth } from './engine/ports/database.ts'
import { createLog } from './observe/log.ts'
import type { Observe } from './observe/observation.ts'
import { ArchitectError } from './std/error.ts'

/** What the face that runs tells about itself. */
export interface AppOptions {
  readonly source: Source
  readonly directory: string
  readonly version: string
  readonly signal: AbortSignal
  readonly progress: (line: string) => void
  readonly announce: (text: string) => void
}

/**
 * Wires the product: settings, log, and the adapters behind the ports. The only place that names an engine.
 *
 * @throws {ArchitectError} ARC511 with every setting that is wrong
 */
export function createContext(options: AppOptions): CommandContext {
  const checked = readConfig(options.source)
  if (!checked.ok) {
    throw new ArchitectError('ARC511', 'The settings are wrong', {
      detail: { findings: checked.findings },
    })
  }
  const config = checked.value
  const { logLevel, logFormat } = config
  const observe = createLog(
    logLevel === 'silent' ? { format: 'silent' } : { format: logFormat, level: logLevel },
  )
  for (const { message } of checked.findings) options.progress(message)
  return {
    ...options,
    config,
    now: () => new Date(),
    randomBytes: (count) => randomBytes(count),
    observe,
    openDatabase: (request) =>
      openDatabase(request, { config, observe, progress: options.progress }),
  }
}

interface Opening {
  readonly config: Config
  readonly observe: Observe
  readonly progress: (line: string) => void
}

async function openDatabase(
  { project, runningUrl }: DatabaseRequest,
  opening: Opening,
): Promise<OpenDatabase> {
  const { databaseUrl } = opening.config
  if (databaseUrl !== undefined) return openAt(databaseUrl, 'postgres', opening)
  if (runningUrl !== undefined) return openAt(runningUrl, 'embedded', opening)
  return openOwn(project, opening)
}

async function openAt(
  url: string,
  kind: OpenDatabase['kind'],
  { config, observe }: Opening,
): Promise<OpenDatabase> {
  const { sharedConnections, poolSize } = config
  const onHealth = (health: DatabaseHealth): void => observe({ kind: 'database', ...health })
  const database = await openPostgres({ url, sharedConnections, poolSize, onHealth })
  const { host, pathname } = new URL(url)
  const description =
    kind === 'postgres' ? `PostgreSQL at ${host}${pathname}` : 'Embedded PostgreSQL'
  return { database, kind, url, description, close: () => database.close() }
}

async function openOwn(project: string, opening: Opening): Promise<OpenDatabase> {
  const { dataDir } = opening.config
  const server = await openEmbedded({
    dataDir: isAbsolute(dataDir) ? dataDir : join(project, dataDir),
    onLog: (line) => tellTrouble(line, opening.observe),
  })
  if (server.notice !== undefined) opening.progress(server.notice)
  const open = await openAt(server.url, 'embedded', opening)
  return {
    ...open,
    description: `Embedded PostgreSQL, data in ${server.dataDir}`,
    close: async () => {
      await open.close()
      await server.close()
    },
  }
}

/** Of what PostgreSQL writes, the lines that say why it does not work: a full disk, a crash, a start that failed. */
function tellTrouble(line: string, observe: Observe): void {
  if (!/\b(?:FATAL|PANIC)\b|terminated by signal|could not be started again/.test(line)) return
  observe({ kind: 'notice', level: 'warn', message: `PostgreSQL: ${line}` })
}
