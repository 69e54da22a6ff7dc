import type { Answer, Dialect, PlainArticle, Spoken } from './dialects/dialect.ts'
import type { BenchCaller } from './tokens.ts'
import type { Asked, Question } from './workloads.ts'

/** Requests ready to be sent, and what the first few were answered. */
export interface Prepared {
  readonly requests: readonly string[]
  /** Rows of the first answers, to be compared between programs. */
  readonly sample: readonly (readonly PlainArticle[])[]
}

/** Answers that are compared between programs. */
const SAMPLES = 24
const TIMEOUT_MS = 10_000

/** Speaks the questions of a workload in the dialect of a running program; undefined where it cannot be asked. */
export async function prepare(
  port: number,
  dialect: Dialect,
  asked: readonly Asked[],
): Promise<Prepared | undefined> {
  const cursorOf = cursors(port, dialect)
  const requests: string[] = []
  const sample: (readonly PlainArticle[])[] = []
  for (const { question, caller } of asked) {
    const cursor = await cursorOf(question, caller)
    const spoken = dialect.ask(question, cursor, caller.id)
    if (spoken === undefined) return undefined
    requests.push(rawRequest(port, spoken, caller))
    if (sample.length < SAMPLES) {
      sample.push(dialect.rows(question, await ask(port, spoken, caller)))
    }
  }
  return { requests, sample }
}

/** Finds the cursor of a page by reading the pages before it, once. */
function cursors(
  port: number,
  dialect: Dialect,
): (question: Question, caller: BenchCaller) => Promise<string | undefined> {
  const known = new Map<string, string>()
  return async function find(question, caller) {
    if (!('page' in question) || question.page === 0) return undefined
    const key = JSON.stringify([question, caller.id])
    const found = known.get(key)
    if (found !== undefined) return found
    const before = { ...question, page: question.page - 1 }
    const spoken = dialect.ask(before, await find(before, caller), caller.id)
    if (spoken === undefined) return undefined
    const cursor = dialect.next(before, await ask(port, spoken, caller))
    if (cursor === undefined) throw new Error(`No page follows ${spoken.path}`)
    known.set(key, cursor)
    return cursor
  }
}

async function ask(port: number, spoken: Spoken, caller: BenchCaller): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${port}${spoken.path}`, {
    method: spoken.method,
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/json' },
    ...(spoken.body === undefined ? {} : { body: JSON.stringify(spoken.body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const text = await answer.text()
  if (!answer.ok) {
    throw new Error(`${spoken.method} ${spoken.path}: ${answer.status} ${text.slice(0, 500)}`)
  }
  const json: unknown = JSON.parse(text)
  if (hasErrors(json)) throw new Error(`${spoken.path}: ${text.slice(0, 500)}`)
  return { headers: answer.headers, json }
}

/** GraphQL answers 200 also where it failed. */
function hasErrors(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'errors' in json
}

function rawRequest(port: number, spoken: Spoken, caller: BenchCaller): string {
  const body = spoken.body === undefined ? undefined : JSON.stringify(spoken.body)
  const lines = [
    `${spoken.method} ${spoken.path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'accept: application/json',
    `authorization: Bearer ${caller.token}`,
  ]
  if (body !== undefined) {
    lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** What differs between two programs' answers to the same questions: the first difference, or undefined. */
export function firstDifference(
  expected: readonly (readonly PlainArticle[])[],
  actual: readonly (readonly PlainArticle[])[],
  isCreated: boolean,
): string | undefined {
  for (const [index, rows] of expected.entries()) {
    const left = JSON.stringify(rows.map((row) => comparable(row, isCreated)))
    const right = JSON.stringify(actual[index]?.map((row) => comparable(row, isCreated)))
    if (rows.length === 0) return `answer ${index} is empty`
    if (left !== right)
      return `answer ${index}: ${right?.slice(0, 400)} instead of ${left.slice(0, 400)}`
  }
  return undefined
}

/** A new row has an id and a time of its own. */
function comparable(row: PlainArticle, isCreated: boolean): PlainArticle {
  return isCreated ? { ...row, id: '', createdAtMs: 0 } : row
}
