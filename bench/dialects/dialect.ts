import type { Question } from '../workloads.ts'

/** A request without its connection and its token. */
export interface Spoken {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** JSON value. */
  readonly body?: unknown
}

/** An article as every program must answer it, whatever its own names and shape: compared before anything is measured. */
export interface PlainArticle {
  readonly id: string
  /** Milliseconds since the epoch: some programs know no more. */
  readonly createdAtMs: number
  readonly title: string
  readonly body: string
  readonly status: string
  readonly author: string
  /** Only of the feed. */
  readonly handle?: string
  /** Only of the feed: id and body of each. */
  readonly comments?: readonly (readonly [string, string])[]
}

/** How a program is asked and how it answers. */
export interface Dialect {
  /** `cursor` is what the page before gave; undefined for a first page. `actor`: id of who asks. Undefined: it cannot be asked that. */
  ask(question: Question, cursor: string | undefined, actor: string): Spoken | undefined
  /** The rows of an answer. */
  rows(question: Question, answer: Answer): readonly PlainArticle[]
  /** The cursor of the following page. */
  next(question: Question, answer: Answer): string | undefined
}

/** An answer with its JSON parsed. */
export interface Answer {
  readonly headers: Headers
  readonly json: unknown
}

/** A member of an unknown object; undefined where there is none. Dots lead inside. */
export function member(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
      value,
    )
}

/** An unknown value as a list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** An unknown value as text. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : String(value)
}

/** Milliseconds of a timestamp in text. */
export function milliseconds(value: unknown): number {
  return Date.parse(text(value))
}
