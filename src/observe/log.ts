import { type DestinationStream, type Logger, pino } from 'pino'
import type { Observation, Observe } from './observation.ts'

/** `json`: one object a line. `pretty`: one line for people. `silent`: nothing. */
export interface LogOptions {
  readonly format: 'json' | 'pretty' | 'silent'
  /** The least important lines to write; default `info`. */
  readonly level?: keyof typeof WEIGHTS
  /** Where lines go; each ends with a line feed. Default: standard output. */
  readonly destination?: DestinationStream
}

/** Writes observations down. Only the members of an observation are written, so nothing else can get in. */
export function createLog(options: LogOptions): Observe {
  switch (options.format) {
    case 'silent':
      return () => undefined
    case 'json':
      return above(options.level, jsonLog(options.destination))
    case 'pretty':
      return above(options.level, prettyLog(options.destination ?? pino.destination(1)))
  }
}

type Level = 'info' | 'warn' | 'error'

/** Nothing is only for debugging yet: `debug` writes what `info` writes. */
const WEIGHTS = { debug: 0, info: 1, warn: 2, error: 3 } as const

function above(level: keyof typeof WEIGHTS = 'info', observe: Observe): Observe {
  return (observation) => {
    if (WEIGHTS[levelOf(observation)] >= WEIGHTS[level]) observe(observation)
  }
}

function jsonLog(destination: DestinationStream | undefined): Observe {
  const settings = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const logger: Logger = destination === undefined ? pino(settings) : pino(settings, destination)
  return (observation) => {
    if (observation.kind === 'failure') {
      const { error, ...rest } = observation
      logger.error({ ...rest, error: describe(error) })
    } else {
      logger[levelOf(observation)](observation)
    }
  }
}

function prettyLog(destination: DestinationStream): Observe {
  return (observation) => {
    const line = sentence(observation)
    if (line !== undefined) destination.write(`${printable(line)}\n`)
  }
}

function levelOf(observation: Observation): Level {
  switch (observation.kind) {
    case 'failure':
      return 'error'
    case 'request':
      return observation.status >= 500 ? 'warn' : 'info'
    case 'database':
      return observation.state === 'down' ? 'warn' : 'info'
    case 'overload':
      return observation.state === 'shedding' ? 'warn' : 'info'
    case 'notice':
      return observation.level
    case 'server':
    case 'subscribers':
      return 'info'
  }
}

/** Undefined where people need not know. */
function sentence(observation: Observation): string | undefined {
  switch (observation.kind) {
    case 'request': {
      const { method, route, status, durationMs, code, requestId } = observation
      const why = code === undefined ? '' : ` ${code} ${requestId}`
      return `${method} ${route} ${status} ${durationMs.toFixed(1)} ms${why}`
    }
    case 'failure':
      return `failure ${observation.requestId ?? ''} ${describe(observation.error).join(' <- ')}`
    case 'database': {
      const reason = observation.reason === undefined ? '' : `: ${observation.reason}`
      return `database ${observation.state}${reason}`
    }
    case 'overload':
      return `load ${observation.state}: the event loop is ${observation.delayMs.toFixed(0)} ms late`
    case 'notice':
      return observation.message
    case 'server':
      return `server ${observation.state} ${observation.url}`
    case 'subscribers':
      return undefined
  }
}

/** The error and its causes, outermost first: stacks, for they are the log's alone. */
function describe(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [typeof error]
  const rest = error.cause === undefined ? [] : describe(error.cause)
  return [error.stack ?? `${error.name}: ${error.message}`, ...rest]
}

/** No line can pretend to be two, and none can move the cursor: control characters are written out. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) =>
    character === '\n' ? ' | ' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
