import { styleText } from 'node:util'
import type { Outcome } from '../commands/command.ts'
import { placeText } from '../commands/finding-lines.ts'
import type { Finding, Severity } from '../std/finding.ts'
import type { Terminal } from './terminal.ts'

type Style = Parameters<typeof styleText>[0]

/** Prints what a command came to: one JSON document, or findings and text for people. */
export function printOutcome(
  outcome: Outcome,
  settings: { readonly json: boolean; readonly quiet: boolean },
  terminal: Terminal,
): void {
  if (settings.json) {
    terminal.out(`${JSON.stringify(outcome.data, null, 2)}\n`)
    return
  }
  const paint = (style: Style, text: string): string =>
    terminal.color ? styleText(style, text, { validateStream: false }) : text
  const shown = (outcome.findings ?? []).filter(
    (finding) => !settings.quiet || finding.severity === 'error',
  )
  const findings = shown.map((finding) => findingText(finding, paint)).join('\n')
  if (findings) terminal.error(`${findings}\n\n`)
  if (outcome.exitCode === 0) {
    if (outcome.text) terminal.out(`${outcome.text}\n`)
  } else if (outcome.text) {
    terminal.error(`${paint('red', outcome.text)}\n`)
  }
}

const STYLES: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', info: 'cyan' }

function findingText(finding: Finding, paint: (style: Style, text: string) => string): string {
  const head = `${paint('bold', placeText(finding.place))} ${paint(STYLES[finding.severity], finding.severity)} ${finding.message} ${paint('dim', `[${finding.rule}]`)}`
  const evidence = Object.entries(finding.evidence ?? {}).map(([name, value]) => `${name} ${value}`)
  return [
    head,
    ...(evidence.length > 0 ? [`    ${paint('dim', evidence.join(', '))}`] : []),
    ...(finding.help ? [`    → ${finding.help}`] : []),
  ].join('\n')
}
