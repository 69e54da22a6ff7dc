import { ArchitectError } from '../std/error.ts'
import { type Command, EXIT, type Outcome } from './command.ts'
import { BLUEPRINT, DATABASE } from './options.ts'
import { openCompiledProject } from './project.ts'
import { readRunFile } from './run-file.ts'
import { loadSeed, seedDatabase } from './seed-rows.ts'

export const seed: Command = {
  name: 'seed',
  summary: 'Load rows from a seed file into empty tables',
  description:
    'The default export of the file (default: seed.ts beside the blueprint) is a function that gives rows by resource. All tables must be empty; all rows are loaded in one transaction, or none.',
  effect: 'write',
  arguments: [{ name: 'file', summary: 'Seed file', required: false }],
  options: [BLUEPRINT, DATABASE],
  examples: ['architect seed', 'architect seed demo/rows.ts'],
  async run(input, context): Promise<Outcome> {
    const { design, directory } = await openCompiledProject(input, context)
    const open = await context.openDatabase({
      project: directory,
      runningUrl: readRunFile(directory)?.databaseUrl,
    })
    try {
      const counts = await seedDatabase(open.database, design, () =>
        loadSeed(directory, input.arguments['file']),
      )
      if (counts === undefined) {
        throw new ArchitectError('ARC402', 'The tables are not empty, so nothing was loaded', {
          detail: { remedy: 'Seed a new database; rows that are there are never replaced' },
        })
      }
      const text = Object.entries(counts)
        .map(([name, count]) => `${name}: ${count}`)
        .join('\n')
      return { exitCode: EXIT.ok, text, data: counts }
    } finally {
      await open.close()
    }
  },
}
