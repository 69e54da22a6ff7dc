import { accessSync, constants } from 'node:fs'
import { ArchitectError } from '../std/error.ts'
import {
  type Command,
  type CommandContext,
  type CommandInput,
  EXIT,
  type Outcome,
} from './command.ts'
import { BLUEPRINT, DATABASE } from './options.ts'
import { openProject } from './project.ts'
import { readRunFile } from './run-file.ts'

interface Diagnosis {
  readonly name: string
  readonly ok: boolean
  readonly says: string
}

const OLDEST_NODE = [22, 18] as const

export const doctor: Command = {
  name: 'doctor',
  summary: 'Look whether this machine and this project have what they need',
  description:
    'Checks Node, the folder, the blueprint and the database, each by using it. Changes nothing but what starting the embedded database changes.',
  effect: 'read',
  arguments: [],
  options: [BLUEPRINT, DATABASE],
  examples: ['architect doctor', 'architect doctor --json'],
  async run(input, context): Promise<Outcome> {
    const diagnoses = [
      node(),
      folder(context),
      await blueprint(input, context),
      await database(context),
    ]
    const text = diagnoses
      .map(({ name, ok, says }) => `${ok ? '✓' : '✗'} ${name.padEnd(10)} ${says}`)
      .join('\n')
    const exitCode = diagnoses.every(({ ok }) => ok) ? EXIT.ok : EXIT.environment
    return { exitCode, text, data: { diagnoses } }
  },
}

function node(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return {
    name: 'Node',
    ok,
    says: ok ? process.version : `${process.version}; needed: ${OLDEST_NODE.join('.')} or newer`,
  }
}

function folder({ directory }: CommandContext): Diagnosis {
  try {
    accessSync(directory, constants.W_OK)
    return { name: 'folder', ok: true, says: directory }
  } catch (error) {
    return {
      name: 'folder',
      ok: false,
      says: `${directory} cannot be written: ${messageOf(error)}`,
    }
  }
}

async function blueprint(input: CommandInput, context: CommandContext): Promise<Diagnosis> {
  try {
    const { file, findings } = await openProject(input, context)
    const errors = findings.filter(({ severity }) => severity === 'error').length
    return {
      name: 'blueprint',
      ok: errors === 0,
      says: errors === 0 ? file : `${file} has ${errors} errors: architect check`,
    }
  } catch (error) {
    return { name: 'blueprint', ok: false, says: messageOf(error) }
  }
}

async function database(context: CommandContext): Promise<Diagnosis> {
  const project = context.directory
  try {
    const open = await context.openDatabase({
      project,
      runningUrl: readRunFile(project)?.databaseUrl,
    })
    const version = await open.database.version()
    await open.close()
    return {
      name: 'database',
      ok: true,
      says: `${open.description} (${Math.floor(version / 10_000)}.${version % 10_000})`,
    }
  } catch (error) {
    return { name: 'database', ok: false, says: messageOf(error) }
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ArchitectError) return `${error.code} ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
