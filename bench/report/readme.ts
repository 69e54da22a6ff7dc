import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Results, ratio } from '../results.ts'
import { WORKLOAD_TITLES } from '../workloads.ts'
import { newest } from './keep.ts'
import type { Figures } from './page.ts'
import { table } from './table.ts'

const README = join(import.meta.dirname, '..', '..', 'README.md')
const BLOCK = /(<!-- numbers, printed by bench -->\n)[\s\S]*?(\n<!-- end of numbers -->)/

/** Writes the figures of the README from the newest results, between its two marks. */
export function writeReadme(): void {
  const text = readFileSync(README, 'utf8')
  writeFileSync(
    README,
    text.replace(BLOCK, (_all, start: string, end: string) => `${start}${numbers()}${end}`),
  )
}

function numbers(): string {
  const run = newest<Results>('run')
  const figures = (['feed', 'startup', 'compile', 'size'] as const).flatMap(
    (kind) => newest<Figures>(kind)?.figures.filter(isForReadme) ?? [],
  )
  return [
    ...(run === undefined ? [] : [against(run)]),
    table(
      ['also measured', 'figure'],
      figures.map(({ what, value }) => [what, value]),
    ),
  ].join('\n\n')
}

/** The whole list stands in docs/guide/performance.md. */
function isForReadme({ what }: { readonly what: string }): boolean {
  return !what.startsWith('/v1/shares') || what.startsWith('/v1/shares?visibility=followers')
}

function against({ workloads, machine, date }: Results): string {
  const rows = workloads.map(({ workload, programs }) => {
    const found = ratio(
      programs.find(({ name }) => name === 'architect') ?? { name: '', rounds: [] },
      programs[0],
    )
    const cell = found === undefined ? 'not measured' : found.median.toFixed(2)
    const spread = found === undefined ? '' : `${found.low.toFixed(2)} - ${found.high.toFixed(2)}`
    return [`${workload}: ${WORKLOAD_TITLES[workload]}`, cell, spread]
  })
  const head = ['requests/s against bare node:http + pg, by hand', 'median', 'spread']
  return `${table(head, rows)}\n\nMeasured ${date.slice(0, 10)} at commit ${machine.commit} on ${machine.cores} shared cores; with authentication and row rules on, in one interleaved run. Read the ratios, and take differences under 15 % for ties.`
}
