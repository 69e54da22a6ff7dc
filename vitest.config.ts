import { fileURLToPath } from 'node:url'
import type { ViteUserConfig } from 'vitest/config'
import { SummaryReporter } from './test/summary-reporter.ts'

/** Blueprints import the published name; here it is the source, so that no build comes before a test. */
const alias = {
  'backend-architect': fileURLToPath(
    new URL('./src/compile/blueprint/blueprint.ts', import.meta.url),
  ),
}

/** The folders that hold tests; `dist` is named nowhere, so a build never runs twice. Peers of the benchmark bring packages of their own. */
const FOLDERS = '{src,test,examples,bench,scripts}'
const PG = `${FOLDERS}/**/*.pg.test.ts`
const E2E = 'test/{e2e,chaos}/**/*.test.ts'
const FOREIGN = '**/node_modules/**'

const config: ViteUserConfig = {
  test: {
    reporters: ['default', new SummaryReporter()],
    projects: [
      {
        resolve: { alias },
        test: { name: 'pure', include: [`${FOLDERS}/**/*.test.ts`], exclude: [PG, E2E, FOREIGN] },
      },
      {
        resolve: { alias },
        test: {
          name: 'pg',
          include: [PG],
          exclude: [E2E, FOREIGN],
          globalSetup: ['test/pg-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: [E2E],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
}

export default config
