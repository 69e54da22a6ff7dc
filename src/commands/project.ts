import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compile } from '../compile/compile.ts'
import type { Design, Identities } from '../compile/design.ts'
import { ArchitectError } from '../std/error.ts'
import type { Finding } from '../std/finding.ts'
import type { CommandContext, CommandInput } from './command.ts'
import { findBlueprint, loadBlueprint } from './load-blueprint.ts'
import { locate } from './locate.ts'

/** A folder with a blueprint in it, compiled. */
export interface Project {
  /** Absolute path of the blueprint. */
  readonly file: string
  /** Its folder. */
  readonly directory: string
  /** Absent when the blueprint has errors. */
  readonly design: Design | undefined
  readonly findings: readonly Finding[]
}

export type CompiledProject = Project & { readonly design: Design }

/**
 * Loads and compiles the blueprint that a command is about.
 *
 * @throws {ArchitectError} ARC512 when there is none or it cannot be executed
 */
export async function openProject(input: CommandInput, context: CommandContext): Promise<Project> {
  const { blueprint } = input.options
  const file = findBlueprint(
    context.directory,
    typeof blueprint === 'string' ? blueprint : undefined,
  )
  return compileProject(file)
}

/** The same, and it must be free of errors. @throws {ArchitectError} ARC513 with the findings */
export async function openCompiledProject(
  input: CommandInput,
  context: CommandContext,
): Promise<CompiledProject> {
  const project = await openProject(input, context)
  return withDesign(project)
}

/** Executes and compiles `file` anew. */
export async function compileProject(file: string): Promise<Project> {
  const directory = dirname(file)
  const checked = compile(await loadBlueprint(file), readIdentities(directory))
  const findings = locate(checked.findings)
  return { file, directory, design: checked.ok ? checked.value : undefined, findings }
}

/** @throws {ArchitectError} ARC513 when the blueprint has errors */
export function withDesign(project: Project): CompiledProject {
  if (project.design) return { ...project, design: project.design }
  throw new ArchitectError('ARC513', `${project.file} has errors`, {
    detail: { findings: project.findings },
  })
}

/** Where the stable ids of a project lie: committed, one line an object. */
function identitiesFile(directory: string): string {
  return join(directory, 'architect', 'ids.json')
}

function readIdentities(directory: string): Identities {
  const file = identitiesFile(directory)
  if (!existsSync(file)) return {}
  const parsed: unknown = parseJson(file)
  if (isIdentities(parsed)) return parsed
  throw new ArchitectError('ARC512', `${file} does not hold the ids of resources and fields`, {
    detail: {
      remedy:
        'Restore it from version control; each line reads "share.title": { "id": "f_…", "name": "title" }',
    },
  })
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new ArchitectError('ARC512', `${file} is not valid JSON`, { cause })
  }
}

function isIdentities(value: unknown): value is Identities {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (entry) => typeof entry?.id === 'string' && typeof entry?.name === 'string',
    )
  )
}

/** Writes new ids, one line an object so that two branches merge; does nothing when all are known. */
export function writeIdentities(directory: string, identities: Identities): boolean {
  const file = identitiesFile(directory)
  const lines = Object.keys(identities)
    .sort()
    .map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(identities[key])}`)
  const text = `{\n${lines.join(',\n')}\n}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return true
}
