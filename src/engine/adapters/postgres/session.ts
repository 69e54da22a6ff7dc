import type { ClientConfig } from 'pg'

/** Longest a statement may run unless its caller says otherwise: the port's default. */
export const STATEMENT_TIMEOUT_MS = 5000

/** Longest a statement waits for a row or table lock before it fails instead of queueing others behind it. */
export const LOCK_TIMEOUT_MS = 2000

/** A transaction whose program hangs must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000

/** A connection attempt that takes longer is a dead host. */
const CONNECT_TIMEOUT_MS = 5000

/**
 * Settings that make text cells mean the same on every server, whatever its administrator set.
 * `jit` is off because its compilation costs more than any statement that a request may run.
 */
const SETTINGS: Readonly<Record<string, string | number>> = {
  timezone: 'UTC',
  datestyle: 'ISO,YMD',
  intervalstyle: 'postgres',
  extra_float_digits: 1,
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  jit: 'off',
  statement_timeout: STATEMENT_TIMEOUT_MS,
  lock_timeout: LOCK_TIMEOUT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
}

/** Connection settings of every session; they travel with the startup message and cost no round trip. */
export function sessionConfig(url: string): ClientConfig {
  const { connectionString, options } = takeOptions(url)
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`)
  return {
    connectionString,
    application_name: 'backend-architect',
    options: [...settings, ...options].join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    pipeline: true,
  }
}

/** The driver lets a URL's `options` replace ours; an author's settings shall be added, and win. */
function takeOptions(url: string): { connectionString: string; options: readonly string[] } {
  const [address = '', query = ''] = url.split('?', 2)
  const parameters = new URLSearchParams(query)
  const options = parameters.getAll('options')
  parameters.delete('options')
  const rest = parameters.toString()
  return { connectionString: rest === '' ? address : `${address}?${rest}`, options }
}
