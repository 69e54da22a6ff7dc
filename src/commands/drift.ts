import { findingsOf } from '../operate/drift/finding.ts'
import { lookForDrift } from '../operate/drift/look.ts'
import { type Command, EXIT, type Outcome } from './command.ts'
import { DATABASE } from './options.ts'
import { readRunFile } from './run-file.ts'

export const drift: Command = {
  name: 'drift',
  summary: 'What was changed by hand since the schema was applied',
  description:
    'Compares the live database with the schema that was applied to it last, object by object and by id before name: columns, constraints, indexes, policies, grants, functions. What others made beside our tables is left alone. Exit code 0 when nothing was changed, 3 with one finding for each change; who may do what comes first. Changes nothing.',
  effect: 'read',
  arguments: [],
  options: [DATABASE],
  examples: ['architect drift', 'architect drift --json | jq .differences'],
  async run(_input, context): Promise<Outcome> {
    const project = context.directory
    const open = await context.openDatabase({
      project,
      runningUrl: readRunFile(project)?.databaseUrl,
    })
    try {
      const looked = await lookForDrift(open.database, context.signal)
      if (looked.kind === 'unknown') return unknown(open.description, looked.because)
      const { differences } = looked
      if (differences.length === 0) {
        const text = 'Nothing was changed since the schema was applied'
        return { exitCode: EXIT.ok, text, data: { differences } }
      }
      const access = differences.filter((difference) => difference.access).length
      const text = `${differences.length} changes by hand, ${access} of them of access`
      const findings = findingsOf(differences)
      return { exitCode: EXIT.refused, text, data: { differences, findings }, findings }
    } finally {
      await open.close()
    }
  },
}

function unknown(description: string, because: string): Outcome {
  const text = `${description} cannot be compared: ${because}\n  → \`architect dev\` or \`architect start\` applies and records the schema`
  return { exitCode: EXIT.environment, text, data: { unknown: because } }
}
