import type { Argument, Command, Option } from './command.ts'

/** The page `docs/guide/commands.md`, whole. */
export function commandsPage(commands: readonly Command[]): string {
  const index = commands.map(
    ({ name, summary, effect }) => `| [\`${name}\`](#${name}) | ${summary} | ${effect} |`,
  )
  return [PREAMBLE, ...index, '', commands.map(section).join('\n\n'), ''].join('\n')
}

const PREAMBLE = `# Commands

\`architect <command> --help\` says the same in a terminal. Every command takes \`--json\` (print one JSON document) and \`--quiet\` (print nothing but errors and results).
Exit codes: 0 done, 1 the blueprint has errors, 2 the command line or a setting is wrong, 3 refused until a person decides, 4 the machine or the database is not as needed, 70 a bug of ours.

| command | what it does | effect |
| --- | --- | --- |`

function section(command: Command): string {
  const rows = [...command.arguments.map(argumentRow), ...command.options.map(optionRow)]
  const table = rows.length === 0 ? [] : ['| takes | meaning |', '| --- | --- |', ...rows, '']
  return [
    `## ${command.name}`,
    '',
    `\`${usageOf(command)}\``,
    '',
    command.description,
    '',
    ...table,
    '```sh',
    ...command.examples,
    '```',
  ].join('\n')
}

function usageOf({ name, arguments: taken }: Command): string {
  const words = taken.map((argument) => {
    const shown = argument.rest ? `${argument.name}...` : argument.name
    return argument.required ? `<${shown}>` : `[${shown}]`
  })
  return ['architect', name, ...words, '[options]'].join(' ')
}

function argumentRow({ name, summary, choices }: Argument): string {
  const shown = choices?.join(', ') === summary ? undefined : choices
  return row(name, summary, shown)
}

function optionRow({ name, value, summary, choices }: Option): string {
  return row(value ? `--${name} <${value}>` : `--${name}`, summary, choices)
}

function row(what: string, summary: string, choices: readonly string[] | undefined): string {
  const among = choices ? `: ${choices.map((choice) => `\`${choice}\``).join(', ')}` : ''
  return `| \`${what}\` | ${`${summary}${among}`.replaceAll('|', '\\|')} |`
}
