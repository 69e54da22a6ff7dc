import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Results } from '../results.ts'
import { comparisonText } from './comparison.ts'
import { type Kind, newest } from './keep.ts'
import { writeReadme } from './readme.ts'
import { table } from './table.ts'

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'guide', 'performance.md')

/** Results that are one table: what was measured, the figure, and what it must reach where that is said. */
export interface Figures {
  readonly date: string
  readonly figures: readonly {
    readonly what: string
    readonly value: string
    readonly target?: string
  }[]
}

const TITLES: readonly (readonly [Exclude<Kind, 'run' | 'peers'>, string])[] = [
  ['feed', 'The feed of the sharing example at 1,000,000 shares'],
  ['startup', 'Start and memory'],
  ['compile', 'Compiling'],
  ['size', 'Size'],
]

/** Writes `docs/guide/performance.md`, and the figures of the README, from the newest results of every kind. */
export function writePage(): void {
  mkdirSync(dirname(PAGE), { recursive: true })
  writeFileSync(PAGE, pageText())
  writeReadme()
}

function pageText(): string {
  const run = newest<Results>('run')
  const peers = newest<Results>('peers')
  const parts = [
    INTRODUCTION,
    ...(run === undefined ? [] : ['## Against programs written by hand', comparisonText(run)]),
    ...(peers === undefined ? [] : ['## Against other products', PEERS, comparisonText(peers)]),
    ...TITLES.flatMap(([kind, title]) => {
      const results = newest<Figures>(kind)
      return results === undefined ? [] : [`## ${title}`, figuresText(results)]
    }),
  ]
  return `${parts.join('\n\n')}\n`
}

function figuresText({ date, figures }: Figures): string {
  const rows = figures.map(({ what, value, target }) => [what, value, target ?? ''])
  return `Measured ${date.slice(0, 10)}.\n\n${table(['what', 'measured', 'must be'], rows)}`
}

const INTRODUCTION = `# Performance

This page is printed from the files in \`bench/results\` by the programs in \`bench\`, never written by hand. How to run them and what they measure stands in \`bench/README.md\`.

All programs of a comparison answer the same questions from the same database in the same run, with the token of each request checked and the same row rule applied; their answers are compared before anything is measured. Read the ratios, not the absolute numbers, and take differences under 15 % for ties. CPU is in microseconds per request, of the server process and of all processes of PostgreSQL: on a busy machine it says more than the rate.`

const PEERS = `The peers are set up as their own documentation says, in production mode, with the same signed tokens, the same rule as far as the product can say it, and the same number of database connections. What differs stands in \`bench/README.md\`.`
