import type { Design } from '../compile/design.ts'
import { mintToken } from '../serve/tokens.ts'
import { ArchitectError } from '../std/error.ts'
import { isUuid } from '../std/uuid.ts'
import {
  type Command,
  type CommandContext,
  type CommandInput,
  EXIT,
  type Outcome,
} from './command.ts'
import { BLUEPRINT, DATABASE } from './options.ts'
import { openCompiledProject } from './project.ts'
import { readRunFile } from './run-file.ts'
import { readSecrets } from './secrets.ts'
import { findSubject, parseTtl, type Subject } from './subject.ts'

export const token: Command = {
  name: 'token',
  summary: 'Make an access token for development',
  description:
    'Signs a token with the keys of this project, for the row of the identity resource that you name by id, or by a unique field such as its handle. In development only: login makes the tokens of production.',
  effect: 'read',
  arguments: [],
  options: [
    BLUEPRINT,
    { name: 'as', value: 'who', summary: 'Id or handle of the actor (required)' },
    { name: 'role', value: 'role', summary: "Role in the token (default: the row's own)" },
    {
      name: 'ttl',
      value: 'duration',
      summary: 'How long it is valid: 15m, 1h, 1d (default 1h; at most 1d)',
    },
    DATABASE,
  ],
  examples: [
    'architect token --as ada',
    'architect token --as mod --role moderator --ttl 15m',
    'curl -H "authorization: Bearer $(architect token --as ada --quiet)" localhost:3000/v1/shares',
  ],
  async run(input, context): Promise<Outcome> {
    if (context.config.environment === 'production') {
      throw new ArchitectError('ARC202', 'Tokens are made by this command in development only', {
        detail: { remedy: 'Sign tokens where ARCHITECT_JWT_KEYS comes from' },
      })
    }
    const { as, role } = wanted(input)
    const ttlSeconds = parseTtl(String(input.options['ttl'] ?? '1h'))
    const { design, directory } = await openCompiledProject(input, context)
    requireRole(role, design)
    const { keys, issuer, audience } = await readSecrets(directory, design.name, context)
    const subject = await subjectOf(as, {
      design,
      directory,
      context,
      withRole: role !== undefined,
    })
    const roles = [role ?? subject.role].filter((name) => name !== undefined)
    const text = await mintToken(
      keys,
      { subject: subject.id, roles, ttlSeconds, issuer, audience },
      context.now(),
    )
    return {
      exitCode: EXIT.ok,
      text,
      data: { token: text, subject: subject.id, roles, expiresInSeconds: ttlSeconds },
    }
  },
}

function wanted({ options }: CommandInput): {
  readonly as: string
  readonly role: string | undefined
} {
  const { as, role } = options
  if (typeof as === 'string') return { as, role: typeof role === 'string' ? role : undefined }
  throw new ArchitectError('ARC101', '--as is missing', {
    detail: { remedy: 'Name who calls: architect token --as ada' },
  })
}

function requireRole(role: string | undefined, { roles }: Design): void {
  if (role === undefined || roles.includes(role)) return
  throw new ArchitectError('ARC101', `There is no role '${role}'`, {
    detail: { remedy: `Roles of this backend: ${roles.join(', ')}` },
  })
}

interface About {
  readonly design: Design
  readonly directory: string
  readonly context: CommandContext
  readonly withRole: boolean
}

/** With id and role given, nobody needs to be asked. */
async function subjectOf(
  name: string,
  { design, directory, context, withRole }: About,
): Promise<Subject> {
  if (withRole && isUuid(name)) return { id: name.toLowerCase(), role: undefined }
  const open = await context.openDatabase({
    project: directory,
    runningUrl: readRunFile(directory)?.databaseUrl,
  })
  try {
    return await findSubject(name, design, open.database)
  } finally {
    await open.close()
  }
}
