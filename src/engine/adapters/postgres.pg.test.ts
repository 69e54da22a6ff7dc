import { describe, inject, test } from 'vitest'
import { freshDatabaseOn } from '../../../test/database.ts'
import { databaseContract, type Subject } from '../ports/database.contract.ts'
import { openPostgres } from './postgres.ts'

/** An older PostgreSQL that a machine may run beside the embedded one. */
const SYSTEM_URL = 'postgresql://postgres@127.0.0.1:5432/postgres'

async function subjectOn(server: string): Promise<Subject> {
  const { url, database, close } = await freshDatabaseOn(server)
  return { database, another: () => openPostgres({ url }), close }
}

databaseContract('postgres adapter on the embedded server', () => subjectOn(inject('postgresUrl')))

const absence = await reasonOfAbsence()

if (absence === undefined) {
  databaseContract('postgres adapter on the system server', () => subjectOn(SYSTEM_URL))
} else {
  describe('postgres adapter on the system server', () => {
    test.skipIf(!inject('requireServices'))(`is skipped: ${absence}`, () => {
      throw new Error(absence)
    })
  })
}

async function reasonOfAbsence(): Promise<string | undefined> {
  try {
    const database = await openPostgres({ url: SYSTEM_URL, sharedConnections: 1 })
    await database.close()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown reason'
  }
}
