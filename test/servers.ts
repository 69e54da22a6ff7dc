import { describe, inject, test } from 'vitest'
import { openPostgres } from '../src/engine/adapters/postgres.ts'

/** An older PostgreSQL that a machine may run beside the embedded one. */
export const SYSTEM_URL = 'postgresql://postgres@127.0.0.1:5432/postgres'

/** Runs the tests on the server of the run and on the older one of the machine; where that is absent, a skip says why. */
export async function onEveryServer(suite: (server: string) => void): Promise<void> {
  describe('on the server of the run', () => suite(inject('postgresUrl')))
  const absence = await reasonOfAbsence()
  describe('on the server of the machine', () => {
    if (absence === undefined) return suite(SYSTEM_URL)
    test.skipIf(!inject('requireServices'))(`is skipped: ${absence}`, () => {
      throw new Error(absence)
    })
  })
}

/** Why the older server cannot be used; nothing when it can. */
export async function reasonOfAbsence(): Promise<string | undefined> {
  try {
    const database = await openPostgres({ url: SYSTEM_URL, sharedConnections: 1 })
    await database.close()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown reason'
  }
}
