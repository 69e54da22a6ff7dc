import { ArchitectError } from '../../std/error.ts'
import { endOfString, FORBIDDEN_NAMES, MAX_DEPTH, MAX_MEMBERS, readSound } from './json-sound.ts'

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /true|false|null/y

/**
 * The value of a JSON body: strict UTF-8 and RFC 8259, without duplicate names, names of prototypes,
 * more than 32 levels, more than 1,000 members in an object, or numbers too large for a double.
 *
 * @throws {ArchitectError} ARC101 with the pointer of the place.
 */
export function readJson(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  const quick = readSound(text)
  return quick === undefined ? readStrictly(text) : quick.value
}

/** Says where and why; slower than the engine's own parser by far. */
function readStrictly(text: string): unknown {
  const scan: Scan = { text, position: 0, path: [] }
  skip(scan)
  const value = readValue(scan)
  skip(scan)
  if (scan.position < text.length) throw malformed(scan, 'unexpected text after the value')
  return value
}

/** One token of a JSON pointer. @see https://www.rfc-editor.org/rfc/rfc6901 */
export function pointerToken(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A JSON pointer; of no tokens it is the empty text, the whole document. */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((name) => `/${pointerToken(name)}`).join('')
}

interface Scan {
  readonly text: string
  position: number
  readonly path: (string | number)[]
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch (cause) {
    throw new ArchitectError('ARC101', 'The body is not UTF-8', {
      faults: [{ pointer: '', code: 'encoding', message: 'is not UTF-8' }],
      cause,
    })
  }
}

function readValue(scan: Scan): unknown {
  const first = scan.text[scan.position]
  if (first === '{') return readObject(scan)
  if (first === '[') return readArray(scan)
  if (first === '"') return readString(scan)
  if (first === undefined) throw malformed(scan, 'the body ends too early')
  const word = take(scan, WORD)
  if (word !== undefined) return word === 'null' ? null : word === 'true'
  return readNumber(scan)
}

function readObject(scan: Scan): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  enter(scan)
  if (closes(scan, '}')) return members
  for (let count = 1; ; count += 1) {
    const name = readString(scan)
    scan.path.push(name)
    checkName(scan, name, members)
    if (count > MAX_MEMBERS) throw fault(scan, 'too-many', `more than ${MAX_MEMBERS} members`)
    expectText(scan, ':')
    members[name] = readValue(scan)
    scan.path.pop()
    if (!continues(scan, '}')) return members
  }
}

function readArray(scan: Scan): unknown[] {
  const items: unknown[] = []
  enter(scan)
  if (closes(scan, ']')) return items
  for (;;) {
    scan.path.push(items.length)
    items.push(readValue(scan))
    scan.path.pop()
    if (!continues(scan, ']')) return items
  }
}

function checkName(scan: Scan, name: string, members: Record<string, unknown>): void {
  if (FORBIDDEN_NAMES.includes(name)) throw fault(scan, 'forbidden-name', 'is not allowed')
  if (Object.hasOwn(members, name)) throw fault(scan, 'duplicate', 'stands twice in its object')
}

function readString(scan: Scan): string {
  const start = scan.position
  if (scan.text[start] !== '"') throw malformed(scan, 'expected a string')
  const end = endOfString(scan.text, start)
  try {
    const value = JSON.parse(scan.text.slice(start, end))
    scan.position = end
    return String(value)
  } catch {
    throw malformed(scan, 'a string that does not end, or holds what must be escaped')
  }
}

function readNumber(scan: Scan): number {
  const token = take(scan, NUMBER)
  if (token === undefined) throw malformed(scan, 'expected a value')
  const value = Number(token)
  if (!Number.isFinite(value)) throw fault(scan, 'out-of-range', 'is too large a number')
  return value
}

function enter(scan: Scan): void {
  if (scan.path.length >= MAX_DEPTH)
    throw fault(scan, 'too-deep', `is deeper than ${MAX_DEPTH} levels`)
  scan.position += 1
  skip(scan)
}

function closes(scan: Scan, end: string): boolean {
  if (scan.text[scan.position] !== end) return false
  scan.position += 1
  return true
}

/** True after a comma, false after `end`. */
function continues(scan: Scan, end: string): boolean {
  skip(scan)
  if (closes(scan, end)) return false
  expectText(scan, ',', end)
  return true
}

function expectText(scan: Scan, text: string, or?: string): void {
  skip(scan)
  if (scan.text[scan.position] !== text) {
    throw malformed(scan, `expected ${text}${or === undefined ? '' : ` or ${or}`}`)
  }
  scan.position += 1
  skip(scan)
}

function skip(scan: Scan): void {
  take(scan, SPACE)
}

function take(scan: Scan, pattern: RegExp): string | undefined {
  pattern.lastIndex = scan.position
  const [token] = pattern.exec(scan.text) ?? []
  scan.position += token?.length ?? 0
  return token
}

function malformed(scan: Scan, what: string): ArchitectError {
  return fault(scan, 'malformed', `${what} at character ${scan.position + 1}`)
}

function fault(scan: Scan, code: string, message: string): ArchitectError {
  const at = pointer(scan.path)
  return new ArchitectError('ARC101', `The body is not acceptable JSON: ${at} ${message}`, {
    faults: [{ pointer: at, code, message }],
  })
}
