import { type Command, EXIT, type Outcome } from './command.ts'
import { BLUEPRINT } from './options.ts'
import { openProject } from './project.ts'

export const check: Command = {
  name: 'check',
  summary: 'Judge the blueprint: every finding, with its place and what to do',
  description:
    'Executes the blueprint and checks it whole: names, rules, roles, deletes, lists, security answers, targets. All findings are reported at once. Exit code 1 when one of them is an error.',
  effect: 'read',
  arguments: [],
  options: [BLUEPRINT, { name: 'strict', summary: 'Warnings are errors' }],
  examples: [
    'architect check',
    'architect check --json | jq .findings',
    'architect check --strict',
  ],
  async run(input, context): Promise<Outcome> {
    const { findings, file } = await openProject(input, context)
    const fatal = input.options['strict'] === true ? ['error', 'warning'] : ['error']
    const bad = findings.filter((finding) => fatal.includes(finding.severity)).length
    const count = (severity: string): number =>
      findings.filter((finding) => finding.severity === severity).length
    const text = `${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes in ${file}`
    return { exitCode: bad > 0 ? EXIT.findings : EXIT.ok, text, data: { file, findings }, findings }
  },
}
