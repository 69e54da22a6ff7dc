import type { DatabaseHealth } from '../engine/ports/database.ts'
import type { Handler, HttpResponse } from './http.ts'

/** What readiness depends on. */
export interface HealthOptions {
  readonly database: () => DatabaseHealth
  /** True once the live schema is what the design needs. */
  readonly isSchemaApplied: () => boolean
}

export interface Health {
  /** By path. */
  readonly routes: ReadonlyMap<string, Handler>
  /** From now on not ready, so that nobody sends new work here. */
  drain(): void
}

/**
 * Three questions: is the process alive (restart it if not), may it get work (route elsewhere if not),
 * has it started (wait if not). Reasons are single words: they say what is missing, and nothing of how it is reached.
 */
export function createHealth(options: HealthOptions): Health {
  let draining = false
  let started = false
  const reasons = (): readonly string[] => [
    ...(draining ? ['draining'] : []),
    ...(options.database().state === 'down' ? ['database'] : []),
    ...(options.isSchemaApplied() ? [] : ['schema']),
  ]
  const startup = (): readonly string[] => {
    const missing = reasons()
    if (missing.length === 0) started = true
    return started ? [] : missing
  }
  return {
    routes: new Map<string, Handler>([
      ['/health/live', () => Promise.resolve(report([]))],
      ['/health/ready', () => Promise.resolve(report(reasons()))],
      ['/health/startup', () => Promise.resolve(report(startup()))],
    ]),
    drain: () => {
      draining = true
    },
  }
}

function report(reasons: readonly string[]): HttpResponse {
  const isWell = reasons.length === 0
  return {
    status: isWell ? 200 : 503,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(isWell ? {} : { 'retry-after': '1' }),
    },
    body: JSON.stringify({ status: isWell ? 'ok' : 'unavailable', reasons }),
  }
}
