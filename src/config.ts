import process from 'node:process'

/** What a test run takes from the environment. */
export interface TestSettings {
  /** A PostgreSQL to use instead of an embedded one. */
  readonly url: string | undefined
  /** True where an absent service fails the tests instead of skipping them. */
  readonly requireServices: boolean
}

/** The environment of a test run. */
export function readTestSettings(env: NodeJS.ProcessEnv = process.env): TestSettings {
  return {
    url: env['ARCHITECT_TEST_URL'] || undefined,
    requireServices: env['ARCHITECT_REQUIRE_SERVICES'] === '1',
  }
}
