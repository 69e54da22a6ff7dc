import { ArchitectError } from '../std/error.ts'
import { prepareSchema } from './backend.ts'
import { type Command, type CommandContext, EXIT, type Outcome } from './command.ts'
import { findingLines } from './finding-lines.ts'
import { BLUEPRINT, DATABASE, HOST, PORT } from './options.ts'
import {
  type CompiledProject,
  compileProject,
  openCompiledProject,
  withDesign,
  writeIdentities,
} from './project.ts'
import { type RunningProject, runProject, summary, untilStopped } from './run-backend.ts'
import { refusal } from './run-command.ts'
import { watchFolder } from './watch-folder.ts'

/** Editors write a file in several steps: what comes within this time is one change. */
const SETTLE_MS = 60

export const dev: Command = {
  name: 'dev',
  summary: 'Serve the blueprint and follow every change of it',
  description:
    'Starts the embedded PostgreSQL (or DATABASE_URL), adds to the schema what is missing, serves, and watches the folder of the blueprint. A change is served within a second; connections stay. What has errors is reported, and the last good design keeps serving. Nothing is ever dropped.',
  effect: 'write',
  arguments: [],
  options: [BLUEPRINT, PORT, HOST, DATABASE],
  examples: [
    'architect dev',
    'architect dev --port 8080',
    'architect dev --blueprint examples/sharing',
  ],
  async run(input, context): Promise<Outcome> {
    const project = await openCompiledProject(input, context)
    const running = await runProject(project, { mode: 'add', context })
    writeIdentities(project.directory, project.design.identities)
    context.progress(
      `Serving ${project.design.name} at ${running.backend.url}, reference at ${running.backend.url}/docs`,
    )
    context.progress('Make a token with `architect token --as <id or handle>`. Ctrl-C stops.')
    const watching = follow(project, running, context)
    await untilStopped(context.signal)
    await watching.close()
    await running.close()
    return { exitCode: EXIT.ok, text: '', data: { url: running.backend.url } }
  },
}

/** Reloads after each change below the project, one reload after the other. */
function follow(
  project: CompiledProject,
  running: RunningProject,
  context: CommandContext,
): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  const watching = watchFolder(project.directory, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      last = last.then(() => reload(project, running, context))
    }, SETTLE_MS)
  })
  return {
    close: async () => {
      clearTimeout(timer)
      watching.close()
      await last
    },
  }
}

/** Serves the blueprint as it is now, or says why not; never rejects with a refusal. */
async function reload(
  { file, directory }: CompiledProject,
  running: RunningProject,
  context: CommandContext,
): Promise<void> {
  const started = performance.now()
  try {
    const { design, findings } = withDesign(await compileProject(file))
    for (const line of findingLines(findings)) context.progress(line)
    const made = await prepareSchema(design, running.open, 'add')
    running.backend.exchange(design)
    writeIdentities(directory, design.identities)
    const added = made.length === 0 ? '' : `, added ${summary(made)}`
    context.progress(`Reloaded in ${Math.round(performance.now() - started)} ms${added}`)
  } catch (error) {
    if (!(error instanceof ArchitectError)) throw error
    const { text, findings } = refusal(error)
    for (const line of [...findingLines(findings ?? []), text]) context.progress(line)
    context.progress('The last good design keeps serving.')
  }
}
