import { type Command, EXIT, type Outcome } from './command.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

/** The completion command, made from the list of all the others. */
export function completionOf(commands: readonly Command[]): Command {
  const self: Command = {
    name: 'completion',
    summary: 'Print a completion script for your shell',
    description:
      'The script knows every command, its options and their choices. It is static: print it again after an update.',
    effect: 'read',
    arguments: [{ name: 'shell', summary: SHELLS.join(', '), required: true, choices: SHELLS }],
    options: [],
    examples: [
      'architect completion bash > /etc/bash_completion.d/architect',
      'architect completion zsh > ~/.zfunc/_architect',
      'architect completion fish > ~/.config/fish/completions/architect.fish',
    ],
    async run(input): Promise<Outcome> {
      const shell = input.arguments['shell'] ?? ''
      const script = SCRIPTS[shell]
      if (!script) {
        const text = `'${shell}' is none of the shells with a completion: ${SHELLS.join(', ')}`
        return { exitCode: EXIT.usage, text, data: { error: { message: text } } }
      }
      const text = script([...commands, self])
      return { exitCode: EXIT.ok, text, data: { shell, script: text } }
    },
  }
  return self
}

const SCRIPTS: Readonly<Record<string, (commands: readonly Command[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
}

function optionsOf(command: Command): string[] {
  return [...command.options.map((option) => `--${option.name}`), '--json', '--quiet', '--help']
}

function choicesOf(command: Command): readonly string[] {
  return command.arguments.flatMap((argument) => argument.choices ?? [])
}

function bashScript(commands: readonly Command[]): string {
  const cases = commands.map(
    (command) =>
      `    ${command.name}) words="${[...choicesOf(command), ...optionsOf(command)].join(' ')}" ;;`,
  )
  return `_architect() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${commands.map((command) => command.name).join(' ')} help --version --help" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map((command) => command.name).join(' ')} help --version --help"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -F _architect architect`
}

function zshScript(commands: readonly Command[]): string {
  const names = commands.map(
    (command) =>
      `    '${command.name}:${command.summary.replaceAll("'", '’').replaceAll(':', '\\:')}'`,
  )
  const cases = commands.map(
    (command) =>
      `    ${command.name}) compadd -- ${[...choicesOf(command), ...optionsOf(command)].join(' ')}; _files ;;`,
  )
  return `#compdef architect
_architect() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]" in
${cases.join('\n')}
  esac
}
_architect "$@"`
}

function fishScript(commands: readonly Command[]): string {
  const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`
  return commands
    .flatMap((command) => [
      `complete -c architect -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
      ...choicesOf(command).map(
        (choice) =>
          `complete -c architect -n '__fish_seen_subcommand_from ${command.name}' -a ${choice}`,
      ),
      ...command.options.map(
        (option) =>
          `complete -c architect -n '__fish_seen_subcommand_from ${command.name}' -l ${option.name}${option.value ? ' -r' : ''} -d ${quote(option.summary)}`,
      ),
    ])
    .join('\n')
}
