import { designDocuments } from '../compile/emit/documents/documents.ts'
import { invariant } from '../std/error.ts'
import { type Command, EXIT, type Outcome } from './command.ts'
import { BLUEPRINT } from './options.ts'
import { openCompiledProject } from './project.ts'

export const design: Command = {
  name: 'design',
  summary: 'Print the design: API, database schema, decisions',
  description:
    'Everything that follows from the blueprint, as Markdown: each endpoint with purpose, who may, request, response and errors; each table with columns, indexes and the questions they serve; each decision with its options. `--json` prints the same as JSON (schemas/design.schema.json).',
  effect: 'read',
  arguments: [],
  options: [BLUEPRINT],
  examples: [
    'architect design | less',
    'architect design --json | jq .tables',
    'architect design > design.md',
  ],
  async run(input, context): Promise<Outcome> {
    const { design: made, findings } = await openCompiledProject(input, context)
    const documents = new Map(designDocuments(made).map(({ path, content }) => [path, content]))
    const text = invariant(
      documents.get('design.md'),
      'the design is written as Markdown',
    ).trimEnd()
    const data: unknown = JSON.parse(invariant(documents.get('design.json'), 'and as JSON'))
    return { exitCode: EXIT.ok, text, data, findings }
  },
}
