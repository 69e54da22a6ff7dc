import { fileURLToPath } from 'node:url'
import type { Design } from '../compile/design.ts'
import { mintToken } from '../serve/tokens.ts'
import {
  type Command,
  type CommandContext,
  EXIT,
  type OpenDatabase,
  type Outcome,
} from './command.ts'
import { DATABASE, HOST, PORT } from './options.ts'
import { type CompiledProject, compileProject, withDesign } from './project.ts'
import { type RunningProject, runProject, untilStopped } from './run-backend.ts'
import { loadSeed, seedDatabase } from './seed-rows.ts'
import { findSubject } from './subject.ts'

const EXAMPLE = fileURLToPath(new URL('../../examples/sharing/blueprint.ts', import.meta.url))
const ACTORS = [
  { who: 'ada', as: 'a member' },
  { who: 'grace', as: 'another member' },
  { who: 'mod', as: 'a moderator' },
] as const
const TTL_SECONDS = 86_400

export const demo: Command = {
  name: 'demo',
  summary: 'Serve the sharing example with demo data',
  description:
    'Starts the example of the guide on the embedded PostgreSQL (or DATABASE_URL), creates its schema, loads demo data into empty tables, and prints addresses and three tokens.',
  effect: 'write',
  arguments: [],
  options: [PORT, HOST, DATABASE],
  examples: ['architect demo', 'PORT=8080 architect demo'],
  async run(_input, context): Promise<Outcome> {
    const project = withDesign(await compileProject(EXAMPLE))
    const running = await runProject(project, {
      mode: 'add',
      context,
      prepare: (design, open) => seed(project, { design, open, context }),
    })
    const welcome = await welcomeText(project, running, context)
    context.announce(welcome)
    await untilStopped(context.signal)
    await running.close()
    return { exitCode: EXIT.ok, text: '', data: { url: running.backend.url } }
  },
}

interface Seeding {
  readonly design: Design
  readonly open: OpenDatabase
  readonly context: CommandContext
}

async function seed(
  { directory }: CompiledProject,
  { design, open, context }: Seeding,
): Promise<void> {
  const counts = await seedDatabase(open.database, design, () => loadSeed(directory, undefined))
  if (counts === undefined) return context.progress('The data of last time is there.')
  const rows = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  context.progress(`Loaded demo rows: ${rows.join(', ')}.`)
}

async function welcomeText(
  { design }: CompiledProject,
  { backend, open, secrets }: RunningProject,
  context: CommandContext,
): Promise<string> {
  const { keys, issuer, audience } = secrets
  const tokens = await Promise.all(
    ACTORS.map(async ({ who, as }) => {
      const subject = await findSubject(who, design, open.database)
      const roles = [subject.role].filter((role) => role !== undefined)
      const token = await mintToken(
        keys,
        { subject: subject.id, roles, ttlSeconds: TTL_SECONDS, issuer, audience },
        context.now(),
      )
      return `${who}, ${as}:\n  ${token}`
    }),
  )
  return [
    '',
    `API        ${backend.url}/v1/shares`,
    `Reference  ${backend.url}/docs`,
    `OpenAPI    ${backend.url}/openapi.json`,
    '',
    ...tokens,
    '',
    `Try: curl -H "authorization: Bearer <token>" "${backend.url}/v1/shares?visibility=followers&limit=3"`,
    'Ctrl-C stops; the data stays.',
  ].join('\n')
}
