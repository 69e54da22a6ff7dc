import { ArchitectError } from '../std/error.ts'
import { type Command, EXIT, type Outcome } from './command.ts'
import { BLUEPRINT, DATABASE, HOST, PORT } from './options.ts'
import { openCompiledProject } from './project.ts'
import { runProject, untilStopped } from './run-backend.ts'

export const start: Command = {
  name: 'start',
  summary: 'Serve the blueprint as it is, for production',
  description:
    'Refuses what is good for development only: generated keys and the embedded database, unless --embedded says that this is meant. Creates the schema in an empty database; refuses to start on one that differs. SIGTERM drains: not ready, requests under way finished, connections closed.',
  effect: 'write',
  arguments: [],
  options: [
    BLUEPRINT,
    PORT,
    HOST,
    DATABASE,
    { name: 'embedded', summary: 'Use the embedded database although this is no development' },
  ],
  examples: [
    'ARCHITECT_ENV=production DATABASE_URL=postgresql://… architect start',
    'architect start --port 8080',
  ],
  async run(input, context): Promise<Outcome> {
    const { config } = context
    if (config.databaseUrl === undefined && input.options['embedded'] !== true) {
      throw new ArchitectError('ARC511', 'DATABASE_URL is not set', {
        detail: {
          remedy:
            'Set it to a PostgreSQL 15 or newer; `--embedded` uses the embedded one on purpose; `architect dev` is for development',
        },
      })
    }
    if (config.environment !== 'production' && config.jwtKeys === undefined) {
      throw new ArchitectError(
        'ARC511',
        'ARCHITECT_JWT_KEYS is not set, and `start` does not use development keys',
        {
          detail: {
            remedy:
              'Set ARCHITECT_JWT_KEYS, ARCHITECT_JWT_ISSUER and ARCHITECT_JWT_AUDIENCE, or run `architect dev`',
          },
        },
      )
    }
    const project = await openCompiledProject(input, context)
    const running = await runProject(project, { mode: 'create', context })
    context.progress(`Serving ${project.design.name} at ${running.backend.url}`)
    await untilStopped(context.signal)
    await running.close()
    return { exitCode: EXIT.ok, text: '', data: { url: running.backend.url } }
  },
}
