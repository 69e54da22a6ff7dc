import { describe, expect, inject, test } from 'vitest'
import { freshDatabaseOn } from '../../../test/database.ts'
import { compile, ident, literal, sql } from '../../sql/sql.ts'
import { databaseContract, type Subject } from '../ports/database.contract.ts'
import { openPostgres } from './postgres.ts'

/** An older PostgreSQL that a machine may run beside the embedded one. */
const SYSTEM_URL = 'postgresql://postgres@127.0.0.1:5432/postgres'

async function subjectOn(server: string): Promise<Subject> {
  const { url, database, close } = await freshDatabaseOn(server)
  const admin = await openPostgres({ url: server, sharedConnections: 1 })
  const name = new URL(url).pathname.slice(1)
  const allow = async (yes: boolean) => {
    await admin.query(compile(sql`alter database ${ident(name)} allow_connections ${literal(yes)}`))
  }
  return {
    database,
    another: () => openPostgres({ url }),
    shutOut: async () => {
      await allow(false)
      const { rows } = await admin.query(
        compile(
          sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`,
        ),
      )
      expect(rows.length).toBeGreaterThan(0)
      return () => allow(true)
    },
    close: async () => {
      await Promise.all([admin.close(), close()])
    },
  }
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
