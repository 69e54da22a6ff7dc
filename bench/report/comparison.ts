import { median, type ProgramResult, type Results, ratio, type WorkloadResult } from '../results.ts'
import { WORKLOAD_TITLES } from '../workloads.ts'
import { bar, table } from './table.ts'

/** The tables of one comparison as Markdown, one for each workload, and a plot of the ratios. */
export function comparisonText(results: Results): string {
  return [
    settingsText(results),
    ...results.workloads.map((workload) => workloadText(workload, results)),
    '**Requests per second against the unit**\n',
    '```text',
    ...results.workloads.map((workload) => plot(workload, results)),
    '```',
  ].join('\n')
}

function settingsText({ date, machine, settings }: Results): string {
  const place = machine.pinned
    ? 'the server on one core, PostgreSQL and the load generator on another one'
    : 'nothing pinned to a core'
  return `Measured ${date.slice(0, 10)} at commit ${machine.commit}: ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}, PostgreSQL ${machine.postgres}; ${place}. ${settings.connections} connections, ${settings.rounds} interleaved rounds of ${settings.seconds} s after ${settings.warmUpSeconds} s of warm-up, at most ${settings.poolSize} database connections a program. Median of the rounds; in brackets the lowest and the highest.\n`
}

const HEAD = [
  'program',
  'against the unit',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'server CPU µs',
  'PostgreSQL CPU µs',
]

function workloadText({ workload, programs }: WorkloadResult, results: Results): string {
  const [unit] = programs
  const rows = programs.map((program) => [
    titleOf(program, results),
    ...(program.rounds.length === 0 ? noCells(program) : cells(program, unit)),
  ])
  return `**${workload}: ${WORKLOAD_TITLES[workload]}**\n\n${table(HEAD, rows)}\n`
}

function noCells({ why }: ProgramResult): readonly string[] {
  return [why?.split('\n')[0]?.slice(0, 80) ?? 'not measured', '', '', '', '', '']
}

function cells(program: ProgramResult, unit: ProgramResult | undefined): readonly string[] {
  const { rounds } = program
  const found = ratio(program, unit)
  const middle = (values: readonly (number | undefined)[], digits: number): string => {
    const known = values.filter((value) => value !== undefined)
    return known.length === 0 ? '-' : median(known).toFixed(digits)
  }
  return [
    found === undefined
      ? '-'
      : `${found.median.toFixed(2)} (${found.low.toFixed(2)} - ${found.high.toFixed(2)})`,
    middle(
      rounds.map(({ requestsPerSecond }) => requestsPerSecond),
      0,
    ),
    middle(
      rounds.map(({ p50Ms }) => p50Ms),
      2,
    ),
    middle(
      rounds.map(({ p99Ms }) => p99Ms),
      1,
    ),
    middle(
      rounds.map(({ serverCpu }) => serverCpu),
      0,
    ),
    middle(
      rounds.map(({ postgresCpu }) => postgresCpu),
      0,
    ),
  ]
}

function plot({ workload, programs }: WorkloadResult, results: Results): string {
  const [unit] = programs
  const measured = programs.flatMap((program) => {
    const found = ratio(program, unit)
    return found === undefined ? [] : [{ title: titleOf(program, results), value: found.median }]
  })
  const most = Math.max(...measured.map(({ value }) => value))
  const lines = measured.map(
    ({ title, value }) =>
      `  ${title.padEnd(28)} ${value.toFixed(2).padStart(5)} ${bar(value, most)}`,
  )
  return [workload, ...lines].join('\n')
}

function titleOf({ name }: ProgramResult, { programs }: Results): string {
  return programs.find((program) => program.name === name)?.title ?? name
}
