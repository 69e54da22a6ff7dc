import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configurationPage, readConfig, type Source } from './config.ts'

const read = (env: Source['env'], flags: Source['flags'] = {}) =>
  readConfig({ env, flags, isTerminal: false })

const value = (env: Source['env'], flags: Source['flags'] = {}) => {
  const checked = read(env, flags)
  if (!checked.ok) throw new Error(JSON.stringify(checked.findings))
  return checked.value
}

const messages = (env: Source['env'], flags: Source['flags'] = {}) =>
  read(env, flags).findings.map(({ message }) => message)

describe('settings', () => {
  test('have defaults, and those without one are undefined', () => {
    expect(value({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      dataDir: '.architect/data',
      environment: 'development',
      logLevel: 'info',
      logFormat: 'json',
      color: false,
      corsOrigins: [],
      bodyLimitBytes: 1_048_576,
      poolSize: 10,
      sharedConnections: 8,
      drainMs: 10_000,
    })
  })

  test('of a flag win over the environment, and an empty variable is absent', () => {
    expect(value({ PORT: '4000' }, { port: '5000' }).port).toBe(5000)
    expect(value({ PORT: '4000' }).port).toBe(4000)
    expect(value({ PORT: '' }).port).toBe(3000)
  })

  test('of our own name win over common ones', () => {
    expect(value({ NODE_ENV: 'test' }).environment).toBe('development')
    const env = { NODE_ENV: 'production', ARCHITECT_ENV: 'development' }
    expect(value(env).environment).toBe('development')
  })

  test('cannot be changed', () => {
    expect(Object.isFrozen(value({}))).toBe(true)
  })

  test('follow the terminal, unless told', () => {
    const terminal = (env: Source['env']) => readConfig({ env, flags: {}, isTerminal: true })
    expect(terminal({})).toMatchObject({ value: { logFormat: 'pretty', color: true } })
    expect(terminal({ LOG_FORMAT: 'json', NO_COLOR: '1' })).toMatchObject({
      value: { logFormat: 'json', color: false },
    })
  })

  test('that are lists are cut at commas', () => {
    expect(
      value({ ARCHITECT_CORS_ORIGINS: 'https://a.example, https://b.example:8080' }),
    ).toMatchObject({ corsOrigins: ['https://a.example', 'https://b.example:8080'] })
  })

  test('that are keys come as text or as a file', () => {
    expect(value({ ARCHITECT_JWT_KEYS: '{"keys": [{"kty": "OKP"}]}' }).jwtKeys).toEqual({
      keys: [{ kty: 'OKP' }],
    })
  })
})

describe('wrong settings', () => {
  test('are reported all together, each by its name', () => {
    expect(messages({ PORT: '-1', LOG_LEVEL: 'loud' }, { 'log-format': 'xml' })).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'LOG_LEVEL must be one of debug, info, warn, error, silent',
      '--log-format must be one of json, pretty',
    ])
  })

  test.each([
    { env: { PORT: '80.5' }, says: 'whole number' },
    { env: { PORT: '65536' }, says: 'whole number' },
    { env: { DATABASE_URL: 'mysql://localhost/x' }, says: 'postgresql://user' },
    { env: { ARCHITECT_BODY_LIMIT: '1gb' }, says: 'number of bytes' },
    { env: { ARCHITECT_CORS_ORIGINS: 'https://a.example/path' }, says: 'an origin' },
    { env: { ARCHITECT_TRUSTED_PROXIES: '10.0.0.0/33' }, says: 'an address or network' },
    { env: { ARCHITECT_TRUSTED_PROXIES: '::1/64, 256.1.1.1' }, says: '"256.1.1.1"' },
    { env: { ARCHITECT_JWT_KEYS: '{"keys": []}' }, says: 'at least one key' },
    { env: { ARCHITECT_JWT_KEYS: '/no/such/file' }, says: 'readable file' },
    { env: { ARCHITECT_METRICS_TOKEN: 'short' }, says: 'at least 16 bytes' },
  ])('say what would be right: $env', ({ env, says }) => {
    const checked = read(env)
    expect(checked.ok).toBe(false)
    expect(checked.findings.map(({ message }) => message).join()).toContain(says)
  })

  test('never show a secret', () => {
    const env = {
      DATABASE_URL: 'mysql://ada:hunter2@localhost',
      ARCHITECT_CURSOR_SECRET: 'hunter2',
      ARCHITECT_JWT_KEYS: '{hunter2',
      ARCHITECT_METRICS_TOKEN: 'hunter2',
    }
    const checked = read(env)
    expect(checked.findings.length).toBe(4)
    expect(JSON.stringify(checked)).not.toContain('hunter2')
  })

  test('in production include every secret that is missing', () => {
    expect(messages({ ARCHITECT_ENV: 'production' })).toEqual([
      'ARCHITECT_CURSOR_SECRET must be set in production',
      'ARCHITECT_JWT_KEYS must be set in production',
      'ARCHITECT_JWT_ISSUER must be set in production',
      'ARCHITECT_JWT_AUDIENCE must be set in production',
    ])
  })

  test('that nobody reads are warned of, and do not stop the start', () => {
    const checked = read({ ARCHITECT_POOLSIZE: '3', ARCHITECT_TEST_URL: 'x' })
    expect(checked.ok).toBe(true)
    expect(checked.findings).toMatchObject([
      { severity: 'warning', place: { kind: 'setting', name: 'ARCHITECT_POOLSIZE' } },
    ])
  })
})

test('the guide is printed from the table', () => {
  const path = join(import.meta.dirname, '..', 'docs', 'guide', 'configuration.md')
  expect(readFileSync(path, 'utf8')).toBe(configurationPage())
})
