import { readFileSync } from 'node:fs'
import type { Finding, SourcePlace } from '../std/finding.ts'

/** A name inside an object literal has no place of its own: moves each place to where its literal stands in the file. */
export function locate(findings: readonly Finding[]): Finding[] {
  const sources = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const known = sources.get(file) ?? read(file)
    sources.set(file, known)
    return known
  }
  return findings.map((finding) =>
    finding.place.kind === 'file' ? { ...finding, place: moved(finding.place, linesOf) } : finding,
  )
}

function moved(place: SourcePlace, linesOf: (file: string) => readonly string[]): SourcePlace {
  if (place.near === undefined) return place
  const lines = linesOf(place.file)
  for (const [index, line] of lines.entries()) {
    if (index < place.line - 1) continue
    const column = columnOf(line, place.near)
    if (column !== undefined) return { ...place, line: index + 1, column }
  }
  return place
}

/** 1-based; as a quoted literal first, else as a key. */
function columnOf(line: string, near: string): number | undefined {
  const escaped = near.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const quoted = new RegExp(`['"\`]-?${escaped}['"\`]`).exec(line)
  const key = new RegExp(`(?<![\\w.])${escaped}\\s*:`).exec(line)
  const found = quoted ?? key
  return found ? found.index + 1 : undefined
}

/** A file that cannot be read leaves its places where they are. */
function read(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return []
    throw cause
  }
}
