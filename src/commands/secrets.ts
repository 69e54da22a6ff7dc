import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeys, importKeys, type Keys } from '../serve/tokens.ts'
import { ArchitectError } from '../std/error.ts'
import type { CommandContext } from './command.ts'

/** What a server signs and checks with. */
export interface Secrets {
  readonly keys: Keys
  readonly issuer: string
  readonly audience: string
  /** Signs page cursors. */
  readonly cursorSecret: Buffer
  /** True where anything was generated: good for this machine, never for production. */
  readonly development: boolean
}

const DEVELOPMENT_ISSUER = 'https://architect.localhost'
const CURSOR_SECRET_BYTES = 32

/**
 * Keys from the settings; in development those that are missing are generated once and kept below the
 * project, readable by their owner alone.
 *
 * @throws {ArchitectError} ARC511 for keys that cannot be used, and in production for keys that are missing
 */
export async function readSecrets(
  project: string,
  name: string,
  context: CommandContext,
): Promise<Secrets> {
  const { config } = context
  const file = join(project, '.architect', 'development-keys.json')
  const generated =
    config.jwtKeys && config.cursorSecret ? undefined : await developmentSecrets(file, context)
  return {
    keys: await importKeys(config.jwtKeys ?? generated?.jwks),
    issuer: config.jwtIssuer ?? DEVELOPMENT_ISSUER,
    audience: config.jwtAudience ?? name,
    cursorSecret: Buffer.from(
      config.cursorSecret ?? generated?.cursorSecret ?? '',
      config.cursorSecret ? 'utf8' : 'base64',
    ),
    development: generated !== undefined,
  }
}

interface DevelopmentSecrets {
  readonly jwks: unknown
  /** Base64. */
  readonly cursorSecret: string
}

async function developmentSecrets(
  file: string,
  context: CommandContext,
): Promise<DevelopmentSecrets> {
  if (context.config.environment === 'production') {
    throw new ArchitectError(
      'ARC511',
      'ARCHITECT_JWT_KEYS and ARCHITECT_CURSOR_SECRET must be set in production',
    )
  }
  if (existsSync(file)) return readDevelopmentSecrets(file)
  const made = {
    jwks: await generateKeys(),
    cursorSecret: Buffer.from(context.randomBytes(CURSOR_SECRET_BYTES)).toString('base64'),
  }
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 })
  chmodSync(file, 0o600)
  return made
}

function readDevelopmentSecrets(file: string): DevelopmentSecrets {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isDevelopmentSecrets(parsed)) return parsed
  } catch (cause) {
    throw new ArchitectError(
      'ARC511',
      `${file} is not valid JSON: delete it, and new keys are made`,
      { cause },
    )
  }
  throw new ArchitectError('ARC511', `${file} does not hold keys: delete it, and new ones are made`)
}

function isDevelopmentSecrets(value: unknown): value is DevelopmentSecrets {
  return (
    typeof value === 'object' &&
    value !== null &&
    'jwks' in value &&
    'cursorSecret' in value &&
    typeof value.cursorSecret === 'string'
  )
}
