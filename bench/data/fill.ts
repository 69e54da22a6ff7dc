import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import type { Blueprint } from '../../src/compile/blueprint/definition.ts'
import { compile } from '../../src/compile/compile.ts'
import type { Design } from '../../src/compile/design.ts'
import { schemaDdl } from '../../src/compile/emit/sql/ddl.ts'
import { openPostgres } from '../../src/engine/adapters/postgres.ts'
import { applySchema } from '../../src/operate/apply/apply.ts'
import blueprint from '../blueprint.ts'
import { type BenchServer, connect } from '../database.ts'
import { FILL_STATEMENTS } from './statements.ts'

/** The design of the benchmark's blueprint. */
function benchDesign(): Design {
  return designOf(blueprint)
}

/** What a blueprint compiles to. @throws Error with what is wrong with it */
export function designOf(source: Blueprint): Design {
  const compiled = compile(source)
  if (compiled.ok) return compiled.value
  throw new Error(compiled.findings.map(({ message }) => message).join('\n'))
}

/** The database of the comparison; answers its connection string. */
export function filledDatabase(server: BenchServer): Promise<string> {
  return databaseOf(server, benchDesign(), FILL_STATEMENTS)
}

/**
 * A database with the schema of a design and the rows that the statements make. Its name is the hash of
 * both, so that a later run uses it as it is. Answers its connection string.
 */
export async function databaseOf(
  server: BenchServer,
  design: Design,
  statements: readonly string[],
): Promise<string> {
  const ddl = schemaDdl(design)
  const hash = createHash('sha256').update(JSON.stringify([ddl, statements]))
  const name = `architect_bench_${hash.digest('hex').slice(0, 10)}`
  const url = server.urlOf(name)
  if (!(await createDatabase(server, name))) return url
  const database = await openPostgres({ url })
  try {
    await applySchema(database, ddl, 'create')
  } finally {
    await database.close()
  }
  await fill(url, statements)
  return url
}

/** False when it is there, complete. One that was left half filled is made anew. */
async function createDatabase(server: BenchServer, name: string): Promise<boolean> {
  const client = await connect(server.urlOf('postgres'))
  try {
    const { rows } = await client.query<{ done: boolean }>(
      `select shobj_description(oid, 'pg_database') = 'filled' as done from pg_database where datname = $1`,
      [name],
    )
    if (rows[0]?.done) return false
    await client.query(`drop database if exists ${name}`)
    await client.query(`create database ${name} template template0 encoding 'UTF8'`)
    return true
  } finally {
    await client.end()
  }
}

async function fill(url: string, statements: readonly string[]): Promise<void> {
  const client = await connect(url)
  try {
    for (const statement of statements) await client.query(statement)
    await client.query(`comment on database ${new URL(url).pathname.slice(1)} is 'filled'`)
  } finally {
    await client.end()
  }
}

/** Takes away what W4 made, so that every program meets the same rows. `since`: when the run began. */
export async function removeCreated(client: Client, since: Date): Promise<void> {
  await client.query('delete from articles where created_at >= $1', [since])
  await client.query('vacuum analyze articles')
}
