import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { readTestSettings } from '../src/config.ts'
import { openEmbedded } from '../src/engine/adapters/embedded.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL that tests may fill with databases. */
    postgresUrl: string
    /** True where a service that is absent fails the tests instead of skipping them. */
    requireServices: boolean
  }
}

/** Nothing here survives the run, so nothing waits for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
}

/** Starts one embedded PostgreSQL for all files of the project, unless `ARCHITECT_TEST_URL` names another. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, requireServices } = readTestSettings()
  project.provide('requireServices', requireServices)
  if (url !== undefined) {
    project.provide('postgresUrl', url)
    return async () => undefined
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-test-'))
  const server = await openEmbedded({ dataDir, settings: SETTINGS })
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
