// biome-ignore-all lint/style/noExcessiveLinesPerFile: most of it is the table of settings.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import type { Finding } from './std/finding.ts'
import type { Checked } from './std/result.ts'
import {
  bytes,
  integer,
  isNetwork,
  isOrigin,
  listOf,
  oneOf,
  type Parsed,
  postgresUrl,
  secretOf,
  text,
} from './std/setting.ts'

/** Every setting, parsed. `docs/guide/configuration.md` is printed from the same table. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly databaseUrl: string | undefined
  /** Relative to the project's folder, unless absolute. */
  readonly dataDir: string
  readonly environment: 'development' | 'production'
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly logFormat: 'json' | 'pretty'
  readonly color: boolean
  readonly jwtIssuer: string | undefined
  readonly jwtAudience: string | undefined
  /** A JSON Web Key Set (RFC 7517), its keys not yet looked at. */
  readonly jwtKeys: KeySet | undefined
  readonly cursorSecret: string | undefined
  readonly corsOrigins: readonly string[]
  readonly trustedProxies: readonly string[]
  readonly bodyLimitBytes: number
  readonly poolSize: number
  readonly sharedConnections: number
  readonly metricsToken: string | undefined
  readonly drainMs: number
}

export interface KeySet {
  readonly keys: readonly unknown[]
}

/** Where settings come from. Flags win over the environment, the environment over defaults. */
export interface Source {
  readonly env: Readonly<Record<string, string | undefined>>
  /** By name without dashes, e.g. `{ port: '8080' }`. */
  readonly flags: Readonly<Record<string, string | undefined>>
  /** True when a person reads the output: then it is pretty and coloured. */
  readonly isTerminal: boolean
}

interface Setting<T> {
  /** The first one that is set wins. */
  readonly env: readonly [string, ...string[]]
  readonly flag?: string
  /** As it would be written in the environment; absent: the value is undefined. */
  readonly default?: string
  /** A default that depends on where we run, as the page says it. */
  readonly otherwise?: string
  readonly secret?: true
  readonly doc: string
  readonly parse: (text: string) => Parsed<T>
}

type Settings = { readonly [Name in keyof Config]: Setting<Exclude<Config[Name], undefined>> }

const SETTINGS: Settings = {
  port: {
    env: ['PORT'],
    flag: 'port',
    default: '3000',
    doc: 'Port to listen on; 0 takes any that is free.',
    parse: integer(0, 65_535),
  },
  host: {
    env: ['HOST'],
    flag: 'host',
    default: '127.0.0.1',
    doc: 'Address to listen on; `0.0.0.0` for every interface.',
    parse: text,
  },
  databaseUrl: {
    env: ['DATABASE_URL'],
    flag: 'database-url',
    otherwise: 'the embedded PostgreSQL',
    secret: true,
    doc: 'PostgreSQL 15 or newer: `postgresql://user:password@host:port/database?sslmode=verify-full`.',
    parse: postgresUrl,
  },
  dataDir: {
    env: ['ARCHITECT_DATA_DIR'],
    flag: 'data-dir',
    default: '.architect/data',
    doc: "Folder of the embedded PostgreSQL's data, relative to the project.",
    parse: text,
  },
  environment: {
    env: ['ARCHITECT_ENV', 'NODE_ENV'],
    default: 'development',
    doc: '`production` refuses development keys and demands every secret. Of `NODE_ENV`, `test` counts as development.',
    parse: (given) => oneOf('development', 'production')(given === 'test' ? 'development' : given),
  },
  logLevel: {
    env: ['LOG_LEVEL'],
    flag: 'log-level',
    default: 'info',
    doc: 'The least important lines to write: `debug`, `info`, `warn`, `error`, or `silent` for none.',
    parse: oneOf('debug', 'info', 'warn', 'error', 'silent'),
  },
  logFormat: {
    env: ['LOG_FORMAT'],
    flag: 'log-format',
    otherwise: '`pretty` in a terminal, else `json`',
    doc: '`json`: one object a line. `pretty`: one line for people.',
    parse: oneOf('json', 'pretty'),
  },
  color: {
    env: ['NO_COLOR'],
    otherwise: 'colours in a terminal',
    doc: 'Any value switches colours off (no-color.org).',
    parse: () => ({ value: false }),
  },
  jwtIssuer: {
    env: ['ARCHITECT_JWT_ISSUER'],
    otherwise: 'of development tokens',
    doc: 'The `iss` that tokens must carry.',
    parse: text,
  },
  jwtAudience: {
    env: ['ARCHITECT_JWT_AUDIENCE'],
    otherwise: 'of development tokens',
    doc: 'The `aud` that tokens must carry.',
    parse: text,
  },
  jwtKeys: {
    env: ['ARCHITECT_JWT_KEYS'],
    otherwise: 'generated, in development only',
    secret: true,
    doc: 'Keys that tokens are checked with: a JSON Web Key Set, or the path of a file that holds one.',
    parse: keySet,
  },
  cursorSecret: {
    env: ['ARCHITECT_CURSOR_SECRET'],
    otherwise: 'generated, in development only',
    secret: true,
    doc: 'Signs page cursors; at least 32 bytes, the same on every instance. Needed in production.',
    parse: secretOf(32),
  },
  corsOrigins: {
    env: ['ARCHITECT_CORS_ORIGINS'],
    default: '',
    doc: 'Origins whose pages may call the API, separated by commas: `https://app.example.com`. `*` for all.',
    parse: listOf(isOrigin, 'an origin like https://app.example.com'),
  },
  trustedProxies: {
    env: ['ARCHITECT_TRUSTED_PROXIES'],
    default: '',
    doc: 'Addresses or networks of proxies whose `X-Forwarded-For` is believed: `10.0.0.0/8`.',
    parse: listOf(isNetwork, 'an address or network like 10.0.0.0/8'),
  },
  bodyLimitBytes: {
    env: ['ARCHITECT_BODY_LIMIT'],
    default: '1mb',
    doc: 'Largest request body: bytes, or with `kb` or `mb`. A bulk may have ten times as much.',
    parse: bytes,
  },
  poolSize: {
    env: ['ARCHITECT_POOL_SIZE'],
    default: '10',
    doc: 'Connections for transactions, streams and long statements.',
    parse: integer(1, 1000),
  },
  sharedConnections: {
    env: ['ARCHITECT_SHARED_CONNECTIONS'],
    default: '8',
    doc: 'Connections that short statements share, pipelined.',
    parse: integer(1, 100),
  },
  metricsToken: {
    env: ['ARCHITECT_METRICS_TOKEN'],
    otherwise: 'metrics are off',
    secret: true,
    doc: 'Bearer token that `/metrics` asks for; at least 16 bytes.',
    parse: secretOf(16),
  },
  drainMs: {
    env: ['ARCHITECT_DRAIN_MS'],
    default: '10000',
    doc: 'Milliseconds that running requests get to finish at shutdown.',
    parse: integer(0, 600_000),
  },
}

/** Variables of our name that are not settings of a backend. */
const OTHERS: readonly string[] = ['ARCHITECT_TEST_URL', 'ARCHITECT_REQUIRE_SERVICES']

/** Reads all settings, and reports every wrong one together; values of secrets appear in no message. */
export function readConfig(source: Source): Checked<Config> {
  const findings: Finding[] = unknownVariables(source.env)
  const take = <T>(setting: Setting<T>): T | undefined => {
    const given = lookUp(setting, source)
    if (given === undefined) return undefined
    const parsed = setting.parse(given.text)
    if ('value' in parsed) return parsed.value
    findings.push(wrong(given.name, parsed.wrong, setting))
    return undefined
  }
  const taken = Object.fromEntries(
    Object.entries<Setting<unknown>>(SETTINGS).map(([name, setting]) => [name, take(setting)]),
  )
  const config = {
    ...taken,
    logFormat: taken['logFormat'] ?? (source.isTerminal ? 'pretty' : 'json'),
    color: taken['color'] ?? source.isTerminal,
  }
  findings.push(...missingInProduction(taken, source))
  if (findings.some(({ severity }) => severity === 'error')) return { ok: false, findings }
  // Each member was parsed by the setting of its name, and those without a default are optional in Config.
  return { ok: true, value: Object.freeze(config) as Config, findings }
}

interface Given {
  /** As the author wrote it: a variable or a flag. */
  readonly name: string
  readonly text: string
}

/** An empty variable counts as absent, as in most shells and orchestrators. */
function lookUp(setting: Setting<unknown>, { env, flags }: Source): Given | undefined {
  const flag = setting.flag === undefined ? undefined : flags[setting.flag]
  if (flag !== undefined) return { name: `--${setting.flag}`, text: flag }
  for (const name of setting.env) {
    const value = env[name]
    if (value !== undefined && value !== '') return { name, text: value }
  }
  return setting.default === undefined ? undefined : { name: setting.env[0], text: setting.default }
}

function wrong(name: string, message: string, setting: Setting<unknown>): Finding {
  return {
    rule: 'setting',
    severity: 'error',
    message: `${name} ${message}`,
    place: { kind: 'setting', name },
    help: setting.doc,
  }
}

const NEEDED_IN_PRODUCTION = ['cursorSecret', 'jwtKeys', 'jwtIssuer', 'jwtAudience'] as const

/** A setting that is there but wrong has its own finding. */
function missingInProduction(
  taken: Readonly<Record<string, unknown>>,
  source: Source,
): readonly Finding[] {
  if (taken['environment'] !== 'production') return []
  return NEEDED_IN_PRODUCTION.map((name) => SETTINGS[name])
    .filter((setting) => lookUp(setting, source) === undefined)
    .map((setting) => wrong(setting.env[0], 'must be set in production', setting))
}

/** A variable of our name that nobody reads is a typing mistake. */
function unknownVariables(env: Source['env']): Finding[] {
  const known = [...Object.values(SETTINGS).flatMap(({ env }) => env), ...OTHERS]
  return Object.keys(env)
    .filter((name) => name.startsWith('ARCHITECT_') && !known.includes(name))
    .map((name) => ({
      rule: 'setting',
      severity: 'warning',
      message: `${name} is no setting and has no effect`,
      place: { kind: 'setting', name },
      help: `Settings of this prefix: ${known.filter((one) => one.startsWith('ARCHITECT_')).join(', ')}`,
    }))
}

function keySet(given: string): Parsed<KeySet> {
  const isText = given.trimStart().startsWith('{')
  try {
    const value: unknown = JSON.parse(isText ? given : readFileSync(given, 'utf8'))
    const keys: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'keys') : 0
    if (Array.isArray(keys) && keys.length > 0) return { value: { keys } }
    return { wrong: 'must hold a JSON Web Key Set with at least one key: {"keys": [...]}' }
  } catch {
    return {
      wrong: isText ? 'is not valid JSON' : 'must be a JSON Web Key Set or a readable file of one',
    }
  }
}

/** The environment of this process, and whether a person reads what it prints. */
export function readEnvironment(): Omit<Source, 'flags'> {
  return { env: process.env, isTerminal: process.stdout.isTTY === true }
}

/** What a test run takes from the environment. */
export interface TestSettings {
  /** A PostgreSQL to use instead of an embedded one. */
  readonly url: string | undefined
  /** True where an absent service fails the tests instead of skipping them. */
  readonly requireServices: boolean
}

/** The environment of a test run. */
export function readTestSettings(env: Source['env'] = process.env): TestSettings {
  return {
    url: env['ARCHITECT_TEST_URL'] || undefined,
    requireServices: env['ARCHITECT_REQUIRE_SERVICES'] === '1',
  }
}

/** The page `docs/guide/configuration.md`, whole. */
export function configurationPage(): string {
  const rows = Object.values<Setting<unknown>>(SETTINGS).map((setting) => {
    const names = setting.env.map((name) => `\`${name}\``)
    const flag = setting.flag === undefined ? '' : `\`--${setting.flag}\``
    const fallback = setting.default ? `\`${setting.default}\`` : (setting.otherwise ?? 'none')
    return `| ${names.join(', ')} | ${flag} | ${fallback} | ${setting.doc}${setting.secret ? ' Secret.' : ''} |`
  })
  return `${PREAMBLE}${rows.join('\n')}\n`
}

const PREAMBLE = `# Configuration

A flag wins over the environment, and the environment over the default. An empty variable counts as absent.
Wrong settings are reported all together before anything starts; secrets appear in no message and no log.

| variable | flag | default | meaning |
| --- | --- | --- | --- |
`
