import type { Design } from '../compile/design.ts'
import type { ApplyMode } from '../operate/apply/apply.ts'
import { prepareSchema, type RunningBackend, startBackend } from './backend.ts'
import type { CommandContext, OpenDatabase } from './command.ts'
import type { CompiledProject } from './project.ts'
import { removeRunFile, writeRunFile } from './run-file.ts'
import { readSecrets, type Secrets } from './secrets.ts'

/** A backend of a project that runs in this process. */
export interface RunningProject {
  readonly backend: RunningBackend
  readonly open: OpenDatabase
  readonly secrets: Secrets
  /** Stops the server, then the database. */
  close(): Promise<void>
}

export interface RunOptions {
  readonly mode: ApplyMode
  readonly context: CommandContext
  /** Between the schema and the first request. */
  readonly prepare?: (design: Design, open: OpenDatabase) => Promise<void>
}

/** Opens the database, brings the schema there, starts the server. What was opened is closed when a later step fails. */
export async function runProject(
  { design, directory }: CompiledProject,
  options: RunOptions,
): Promise<RunningProject> {
  const { context, mode, prepare } = options
  const secrets = await readSecrets(directory, design.name, context)
  const open = await context.openDatabase({ project: directory })
  try {
    context.progress(open.description)
    const made = await prepareSchema(design, open, mode)
    context.progress(made.length === 0 ? 'The schema is as designed.' : `Made ${summary(made)}.`)
    await prepare?.(design, open)
    const backend = await startBackend({ design, open, secrets, context })
    writeRunFile(directory, { pid: process.pid, url: backend.url, databaseUrl: open.url })
    const close = async (): Promise<void> => {
      removeRunFile(directory)
      await backend.close()
      await open.close()
    }
    return { backend, open, secrets, close }
  } catch (error) {
    await open.close()
    throw error
  }
}

/** `7 tables, 22 indexes`. */
export function summary(made: readonly string[]): string {
  const kinds = [...new Set(made.map((object) => object.split(' ')[0] ?? ''))]
  return kinds
    .map((kind) => {
      const count = made.filter((object) => object.startsWith(`${kind} `)).length
      const plural = kind === 'index' ? 'indexes' : `${kind}s`
      return `${count} ${count === 1 ? kind : plural}`
    })
    .join(', ')
}

/** Resolves when Ctrl-C or SIGTERM asked for the end. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
