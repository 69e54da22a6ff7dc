import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createContext } from '../app.ts'
import { COMMANDS } from '../commands/all.ts'
import { refusal } from '../commands/run-command.ts'
import { readEnvironment } from '../config.ts'
import { ArchitectError } from '../std/error.ts'
import { printOutcome } from './print.ts'
import { type CliSettings, runCli } from './program.ts'
import type { Terminal } from './terminal.ts'

/** Runs a command line and gives the exit code. Ctrl-C and SIGTERM end what runs; a second one ends it at once. */
export async function main(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  const source = readEnvironment()
  const terminal: Terminal = {
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    color: source.isTerminal && !source.env['NO_COLOR'],
  }
  const version = readVersion()
  const signal = stopSignal(source.env['npm_command'] !== undefined)
  const context = ({ quiet, json, flags }: CliSettings) =>
    createContext({
      source: { ...source, flags },
      directory: process.cwd(),
      version,
      signal,
      progress: quiet || json ? () => undefined : (line) => terminal.error(`${line}\n`),
      announce: (text) => terminal.out(`${text}\n`),
    })
  try {
    return await runCli(argv, { commands: COMMANDS, version, terminal, context })
  } catch (error) {
    if (!(error instanceof ArchitectError)) throw error
    const outcome = refusal(error)
    printOutcome(outcome, { json: argv.includes('--json'), quiet: false }, terminal)
    return outcome.exitCode
  }
}

/** `architect design | head`: the reader has enough. */
function ignoreClosedPipe(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0'
}

/** How often a process that npm started looks whether its parent is still there. */
const PARENT_POLL_MS = 200

/** npm's shell dies of SIGTERM without passing it on: below npm, the end of the parent asks for the end as well. */
function stopSignal(belowNpm: boolean): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => controller.abort())
  }
  if (belowNpm) onOrphaned(() => controller.abort())
  return controller.signal
}

function onOrphaned(end: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, PARENT_POLL_MS).unref()
}
