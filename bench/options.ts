import { parseArgs } from 'node:util'
import { WORKLOADS, type Workload } from './workloads.ts'

/** What to measure, and for how long. */
export interface Options {
  readonly rounds: number
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly connections: number
  readonly workloads: readonly Workload[]
  /** Names; undefined: all. */
  readonly programs: readonly string[] | undefined
  /** Folder for a CPU profile of each program; profiled figures are no results. */
  readonly profile: string | undefined
  /** Print the results as JSON and keep no file. */
  readonly json: boolean
}

/** Options of the command line. @throws Error that names a wrong one */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      'warm-up': { type: 'string', default: '2' },
      connections: { type: 'string', default: '48' },
      workloads: { type: 'string', default: WORKLOADS.join(',') },
      programs: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  return {
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    warmUpSeconds: positive('warm-up', values['warm-up']),
    connections: positive('connections', values.connections),
    workloads: values.workloads.split(',').map(workload),
    programs: values.programs?.split(','),
    profile: values.profile,
    json: values.json || values.profile !== undefined,
  }
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (value > 0) return value
  throw new Error(`--${name} must be a number above 0, not "${text}"`)
}

function workload(name: string): Workload {
  const found = WORKLOADS.find((known) => known === name.toUpperCase())
  if (found !== undefined) return found
  throw new Error(`There is no workload "${name}"; there are ${WORKLOADS.join(', ')}`)
}
