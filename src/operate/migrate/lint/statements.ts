import { Buffer } from 'node:buffer'
import { hasSqlDetails, type Node, parseSync, type ScanToken, scanSync } from 'libpg-query'
import type { Action } from '../action.ts'
import { readStatement } from './read-statement.ts'

/** One statement of a file, with its place. Offsets are bytes of UTF-8, as PostgreSQL's parser counts. */
export interface Statement {
  /** Where the first word starts. */
  readonly start: number
  /** Behind the semicolon, where there is one. */
  readonly end: number
  readonly text: string
  readonly actions: readonly Action[]
  readonly node: Node
}

export interface SqlComment {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface SyntaxFault {
  readonly at: number
  readonly message: string
}

/** A file in PostgreSQL's own grammar. What does not parse is a fault with its place, and the rest is there all the same. */
export interface ParsedSql {
  readonly bytes: Buffer
  readonly statements: readonly Statement[]
  readonly comments: readonly SqlComment[]
  readonly faults: readonly SyntaxFault[]
}

/** Parses one file. `loadModule` of the parser must have been awaited. */
export function parseSql(text: string): ParsedSql {
  const bytes = Buffer.from(blanked(text))
  const scanned = scan(bytes)
  const tokens = scanned.tokens.filter((token) => !isComment(token))
  const comments = scanned.tokens.filter(isComment)
  const ranges = rangesOf(tokens)
  const whole = parseRanges(bytes, ranges)
  return { bytes, ...whole, comments, faults: [...scanned.faults, ...whole.faults] }
}

const isComment = ({ tokenName }: ScanToken): boolean =>
  tokenName === 'SQL_COMMENT' || tokenName === 'C_COMMENT'

/**
 * Blanks what psql and Flyway read before PostgreSQL does, byte for byte, so that places stay: meta-commands, the rows
 * of `copy ... from stdin`, and `${placeholder}`, which becomes a word of the same length.
 */
function blanked(text: string): string {
  const lines = /^\\|\$\{|from stdin/im.test(text) ? text.split('\n') : undefined
  if (!lines) return text
  let rows = false
  return lines
    .map((line) => {
      const hidden = rows || line.startsWith('\\')
      rows = rows ? line.trim() !== '\\.' : /^copy\b.*\bfrom stdin\b.*;\s*$/i.test(line)
      return hidden ? ' '.repeat(Buffer.byteLength(line)) : line.replaceAll(/\$\{[\w.:-]*\}/g, word)
    })
    .join('\n')
}

const word = (placeholder: string): string => 'x'.repeat(placeholder.length)

/** A quote that never ends stops the scanner: what stands before it is scanned again. */
function scan(bytes: Buffer): { tokens: readonly ScanToken[]; faults: readonly SyntaxFault[] } {
  try {
    return { tokens: scanSync(bytes.toString()).tokens, faults: [] }
  } catch (error) {
    const at = openQuote(bytes.toString())
    const before = bytes.subarray(0, at)
    const { tokens } = at === 0 ? { tokens: [] } : scan(before)
    return { tokens, faults: [{ at, message: messageOf(error) }] }
  }
}

/** The byte at which the last quote, comment or dollar quote opens that is not closed. */
function openQuote(text: string): number {
  const whole = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\$\w*\$)[\s\S]*?\1/y
  let at = 0
  while (at < text.length) {
    whole.lastIndex = at
    const found = whole.exec(text)
    if (!found && /^('|"|\/\*|\$\w*\$)/.test(text.slice(at, at + 64))) break
    at += found ? found[0].length : 1
  }
  const line = text.lastIndexOf('\n', Math.min(at, text.length - 1) - 1)
  const isAtOpening = at < text.length
  return Buffer.byteLength(text.slice(0, isAtOpening ? at : Math.max(0, line)))
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Statements end at a semicolon outside parentheses and outside `begin atomic ... end`. */
function rangesOf(tokens: readonly ScanToken[]): readonly Range[] {
  const ranges: Range[] = []
  let start: number | undefined
  let depth = 0
  let atomic = 0
  for (const [i, token] of tokens.entries()) {
    const before = tokens[i - 1]?.text.toLowerCase()
    depth += depthOf(token.text)
    atomic = atomicDepth(atomic, token.text.toLowerCase(), before)
    if (token.text === ';' && depth <= 0 && atomic === 0) {
      if (start !== undefined) ranges.push({ start, end: token.end })
      start = undefined
      depth = 0
    } else start ??= token.start
  }
  const last = tokens.at(-1)
  if (start !== undefined && last) ranges.push({ start, end: last.end })
  return ranges
}

function depthOf(text: string): number {
  if (text === '(') return 1
  return text === ')' ? -1 : 0
}

function atomicDepth(depth: number, text: string, before: string | undefined): number {
  if (text === 'atomic' && before === 'begin') return 1
  if (depth === 0) return 0
  if (text === 'case') return depth + 1
  return text === 'end' ? depth - 1 : depth
}

function parseRanges(
  bytes: Buffer,
  ranges: readonly Range[],
): { readonly statements: readonly Statement[]; readonly faults: readonly SyntaxFault[] } {
  const statements: Statement[] = []
  const faults: SyntaxFault[] = []
  for (const { start, end } of ranges) {
    const text = bytes.subarray(start, end).toString()
    const parsed = parseOne(text)
    if ('node' in parsed) {
      const { node } = parsed
      statements.push({ start, end, text, node, actions: readStatement(node) })
    } else faults.push({ at: start + parsed.at, message: parsed.message })
  }
  return { statements, faults }
}

function parseOne(text: string): { readonly node: Node } | SyntaxFault {
  try {
    const node = parseSync(text).stmts?.[0]?.stmt
    return node ? { node } : { at: 0, message: 'There is no statement here' }
  } catch (error) {
    const at = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0
    return { at: Buffer.byteLength(text.slice(0, Math.max(0, at))), message: messageOf(error) }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
