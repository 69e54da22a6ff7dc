import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import type { Round } from './measure/round.ts'
import type { Workload } from './workloads.ts'

/** What one run of the benchmark found; the file in `bench/results`. */
export interface Results {
  readonly date: string
  readonly machine: Machine
  readonly settings: Settings
  readonly programs: readonly { readonly name: string; readonly title: string }[]
  readonly workloads: readonly WorkloadResult[]
}

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  readonly postgres: string
  readonly pinned: boolean
  /** Of the product. */
  readonly commit: string
}

export interface Settings {
  readonly rounds: number
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly connections: number
  readonly poolSize: number
}

export interface WorkloadResult {
  readonly workload: Workload
  readonly programs: readonly ProgramResult[]
}

export interface ProgramResult {
  readonly name: string
  /** Empty where the program could not be asked; `why` says so. */
  readonly rounds: readonly Round[]
  readonly why?: string
}

/** Facts of the machine and of what runs on it. */
export function machineFacts(postgres: string, pinned: boolean): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres,
    pinned,
    commit: commit(),
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2
}

/**
 * Ratios of a program's rounds to the unit's rounds of the same turn: median, lowest and highest.
 * Undefined where one of them was not measured.
 */
export function ratio(
  program: ProgramResult,
  unit: ProgramResult | undefined,
): { readonly median: number; readonly low: number; readonly high: number } | undefined {
  const ratios = program.rounds.flatMap((round, turn) => {
    const other = unit?.rounds[turn]
    return other === undefined ? [] : [round.requestsPerSecond / other.requestsPerSecond]
  })
  if (ratios.length === 0) return undefined
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) }
}
