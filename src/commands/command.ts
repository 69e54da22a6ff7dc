import type { Config } from '../config.ts'
import type { Database } from '../engine/ports/database.ts'
import type { Observe } from '../observe/observation.ts'
import type { Finding } from '../std/finding.ts'

/**
 * Something the product can do, as data: the command line, and later MCP, the agent and the console, are made
 * from the list of these. `runCommand` is the only way to run one.
 */
export interface Command {
  readonly name: string
  /** One line. */
  readonly summary: string
  /** What a person reads before using it for the first time. */
  readonly description: string
  readonly effect: 'read' | 'write' | 'destructive'
  readonly arguments: readonly Argument[]
  readonly options: readonly Option[]
  readonly examples: readonly string[]
  readonly run: (input: CommandInput, context: CommandContext) => Promise<Outcome>
}

export interface Argument {
  readonly name: string
  readonly summary: string
  readonly required: boolean
  readonly choices?: readonly string[]
  /** Takes all that follow, as one text. */
  readonly rest?: boolean
}

export interface Option {
  /** `out`, as in `--out`. */
  readonly name: string
  /** `dir`, as in `--out <dir>`; absent for a switch. */
  readonly value?: string
  readonly summary: string
  readonly choices?: readonly string[]
}

export interface CommandInput {
  readonly arguments: Readonly<Record<string, string | undefined>>
  readonly options: Readonly<Record<string, string | boolean | undefined>>
}

export const EXIT = {
  ok: 0,
  /** The blueprint, or what was judged, has errors. */
  findings: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** Refused: a person has to decide. */
  refused: 3,
  /** The machine, a port or the database is not as needed. */
  environment: 4,
  /** A bug of ours. */
  bug: 70,
} as const

export interface Outcome {
  readonly exitCode: number
  /** For people. */
  readonly text: string
  /** For `--json`. */
  readonly data: unknown
  readonly findings?: readonly Finding[]
}

/** What a command may use of the world. Made by `app.ts`. */
export interface CommandContext {
  /** Absolute. */
  readonly directory: string
  readonly config: Config
  readonly version: string
  readonly now: () => Date
  /** Cryptographically strong. */
  readonly randomBytes: (count: number) => Uint8Array
  readonly openDatabase: (request: DatabaseRequest) => Promise<OpenDatabase>
  /** Says what is going on, for people who wait. */
  readonly progress: (line: string) => void
  /** Says what people asked for, while the command goes on: addresses, tokens. */
  readonly announce: (text: string) => void
  readonly observe: Observe
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal
}

export interface DatabaseRequest {
  /** The folder of the backend that asks: its embedded database lives below it. */
  readonly project: string
  /** Of a backend of the project that runs already: its embedded database is used, not opened a second time. */
  readonly runningUrl?: string | undefined
}

export interface OpenDatabase {
  readonly database: Database
  readonly kind: 'embedded' | 'postgres'
  /** For people; names no password. */
  readonly description: string
  readonly url: string
  close(): Promise<void>
}
