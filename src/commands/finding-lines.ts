import { relative } from 'node:path'
import type { Finding, Place } from '../std/finding.ts'

/** Findings as lines of plain text, the place first, the help below. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => [
    `${placeText(finding.place)} ${finding.severity} ${finding.message} [${finding.rule}]`,
    ...evidenceLines(finding),
    ...(finding.help ? [`    → ${finding.help}`] : []),
  ])
}

function evidenceLines({ evidence = {} }: Finding): string[] {
  const facts = Object.entries(evidence).map(([name, value]) => `${name} ${value}`)
  return facts.length === 0 ? [] : [`    ${facts.join(', ')}`]
}

/** A place as people and editors read it: `blueprint.ts:12:5`. */
export function placeText(place: Place): string {
  switch (place.kind) {
    case 'blueprint':
      return place.path
    case 'file':
      return `${relative(process.cwd(), place.file) || place.file}:${place.line}:${place.column}`
    case 'database':
      return place.object
    case 'setting':
      return place.name
  }
}
