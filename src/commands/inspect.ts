import { fingerprint } from '../operate/introspect/fingerprint.ts'
import { introspect } from '../operate/introspect/introspect.ts'
import { type Command, EXIT, type Outcome } from './command.ts'
import { schemaText } from './inspect-text.ts'
import { DATABASE } from './options.ts'
import { readRunFile } from './run-file.ts'

export const inspect: Command = {
  name: 'inspect',
  summary: 'What a database holds: tables, indexes, relationships, and what is broken',
  description:
    'Reads the catalog of any PostgreSQL 15 to 18, ours or not, as of one moment: tables with columns and row estimates, indexes with sizes, relationships, row level security, views, types, functions; first of all indexes that are not valid and constraints that were never checked. `--json` prints everything (schemas/live-schema.schema.json). Changes nothing.',
  effect: 'read',
  arguments: [],
  options: [DATABASE],
  examples: [
    'architect inspect',
    'architect inspect --database-url postgresql://… --json | jq .schema.tables',
  ],
  async run(_input, context): Promise<Outcome> {
    const project = context.directory
    const open = await context.openDatabase({
      project,
      runningUrl: readRunFile(project)?.databaseUrl,
    })
    try {
      const version = await open.database.version()
      const schema = await introspect(open.database, { sizes: true, signal: context.signal })
      const about = `${open.description} (${Math.floor(version / 10_000)}.${version % 10_000})`
      const data = { serverVersion: version, fingerprint: fingerprint(schema), schema }
      return { exitCode: EXIT.ok, text: schemaText(about, schema), data }
    } finally {
      await open.close()
    }
  },
}
