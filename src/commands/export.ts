import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { Design } from '../compile/design.ts'
import type { Artifact } from '../compile/emit/documents/artifact.ts'
import { designDocuments } from '../compile/emit/documents/documents.ts'
import { openapi } from '../compile/emit/openapi/openapi.ts'
import { schemaSql } from '../compile/emit/sql/schema-sql.ts'
import { ArchitectError } from '../std/error.ts'
import { type Command, EXIT, type Outcome } from './command.ts'
import { BLUEPRINT } from './options.ts'
import { openCompiledProject } from './project.ts'

/** What can be exported, and the files of each. */
const KINDS: Readonly<Record<string, (design: Design) => readonly Artifact[]>> = {
  openapi: (design) => [
    { path: 'openapi.json', content: `${JSON.stringify(openapi(design), null, 2)}\n` },
  ],
  sql: (design) => [{ path: 'schema.sql', content: schemaSql(design) }],
  docs: designDocuments,
}

export const exportArtifacts: Command = {
  name: 'export',
  summary: 'Write what follows from the blueprint as files: openapi, sql or docs',
  description:
    'openapi: the API as OpenAPI 3.1. sql: the whole schema for an empty database. docs: the design as Markdown, self-contained HTML with a diagram, and JSON. The same blueprint gives the same bytes.',
  effect: 'write',
  arguments: [
    {
      name: 'kind',
      summary: Object.keys(KINDS).join(', '),
      required: true,
      choices: Object.keys(KINDS),
    },
  ],
  options: [
    BLUEPRINT,
    {
      name: 'out',
      value: 'dir',
      summary: 'Folder to write into (default: architect/out beside the blueprint)',
    },
  ],
  examples: [
    'architect export openapi --out public',
    'architect export docs --out docs/design',
    'architect export sql --out db',
  ],
  async run(input, context): Promise<Outcome> {
    const { kind = '' } = input.arguments
    const make = KINDS[kind]
    if (make === undefined) {
      throw new ArchitectError('ARC101', `'${kind}' cannot be exported`, {
        detail: { remedy: `What can be: ${Object.keys(KINDS).join(', ')}` },
      })
    }
    const { design, directory, findings } = await openCompiledProject(input, context)
    const { out } = input.options
    const folder =
      typeof out === 'string'
        ? resolve(context.directory, out)
        : join(directory, 'architect', 'out')
    const files = make(design).map((artifact) => write(folder, artifact))
    const text = files.map((file) => relative(context.directory, file)).join('\n')
    return { exitCode: EXIT.ok, text, data: { files }, findings }
  },
}

function write(folder: string, { path, content }: Artifact): string {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, content)
  return file
}
