import { CommanderError, Command as Program, Option as ProgramOption } from 'commander'
import type { Command, CommandContext, CommandInput, Option } from '../commands/command.ts'
import { EXIT } from '../commands/command.ts'
import { runCommand } from '../commands/run-command.ts'
import { printOutcome } from './print.ts'
import type { Terminal } from './terminal.ts'

/** What the command line needs: the commands, and a world to run them in, made once the options are known. */
export interface CliOptions {
  readonly commands: readonly Command[]
  readonly version: string
  readonly terminal: Terminal
  readonly context: (settings: CliSettings) => CommandContext
}

export interface CliSettings {
  readonly quiet: boolean
  readonly json: boolean
  /** Options that are settings as well, by their flag. */
  readonly flags: Readonly<Record<string, string | undefined>>
}

/** Runs one command line and gives the exit code. Everything that people read goes through `terminal`. */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<number> {
  const result = { exitCode: 0 }
  const program = makeProgram(options, result)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return result.exitCode
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
}

function makeProgram(options: CliOptions, result: { exitCode: number }): Program {
  const { terminal } = options
  const program = new Program('architect')
    .description(
      'One typed blueprint becomes a designed, running, safely changing backend on PostgreSQL.',
    )
    .version(options.version)
    .showSuggestionAfterError()
    .helpCommand('help [command]', 'Show the help of a command')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .exitOverride()
  for (const command of options.commands) program.addCommand(subcommand(command, options, result))
  return program
}

function subcommand(command: Command, options: CliOptions, result: { exitCode: number }): Program {
  const { terminal } = options
  const program = new Program(command.name)
    .summary(command.summary)
    .description(command.description)
    .addHelpText(
      'after',
      `\nExamples:\n${command.examples.map((line) => `  $ ${line}`).join('\n')}`,
    )
    .showHelpAfterError('(add --help for what it takes)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .exitOverride()
  for (const argument of command.arguments) {
    const shown = argument.rest ? `${argument.name}...` : argument.name
    program.argument(argument.required ? `<${shown}>` : `[${shown}]`, argument.summary)
  }
  for (const option of command.options) program.addOption(programOption(option))
  program
    .option('--json', 'Print one JSON document')
    .option('--quiet', 'Print nothing but errors and results')
  return program.action(async (...received: unknown[]) => {
    const input = inputOf(command, received.slice(0, command.arguments.length), program.opts())
    const settings = settingsOf(input)
    const outcome = await runCommand(command, input, options.context(settings))
    printOutcome(outcome, settings, terminal)
    result.exitCode = outcome.exitCode
  })
}

function programOption(option: Option): ProgramOption {
  const made = new ProgramOption(
    option.value ? `--${option.name} <${option.value}>` : `--${option.name}`,
    option.summary,
  )
  return option.choices ? made.choices([...option.choices]) : made
}

function inputOf(
  command: Command,
  values: readonly unknown[],
  options: Record<string, unknown>,
): CommandInput {
  const texts = values.map((value) => (Array.isArray(value) ? value.join(' ') : value))
  return {
    arguments: Object.fromEntries(
      command.arguments.map(({ name }, i) => [
        name,
        typeof texts[i] === 'string' ? texts[i] : undefined,
      ]),
    ),
    options: Object.fromEntries(
      Object.entries(options).map(([name, value]) => [
        dashed(name),
        typeof value === 'boolean' ? value : String(value),
      ]),
    ),
  }
}

/** The library gives `databaseUrl` for `--database-url`; commands know options by their written name. */
function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function settingsOf({ options }: CommandInput): CliSettings {
  const flags = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : undefined,
  ])
  return {
    quiet: options['quiet'] === true,
    json: options['json'] === true,
    flags: Object.fromEntries(flags),
  }
}

const EXIT_CODES = `
Exit codes:
  0   done
  1   the blueprint, or what was judged, has errors
  2   the command line or a setting is wrong
  3   refused: a person has to decide
  4   the machine, a port or the database is not as needed
  70  a bug of ours

\`--json\` prints one document, \`--quiet\` only errors and results. Colours follow NO_COLOR.`
