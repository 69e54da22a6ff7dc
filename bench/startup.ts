/** `node bench/startup.ts`: start to first answer on a new and on an existing data folder, and idle memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, start } from './measure/child.ts'
import { ownMiB } from './measure/cpu.ts'
import { freePort } from './measure/free-port.ts'
import { untilAnswers } from './measure/ready.ts'
import { conclude } from './report/conclude.ts'
import type { Figures } from './report/page.ts'
import { median } from './results.ts'

const WARM_STARTS = 5
const TIMEOUT_MS = 60_000
/** A process that was just started has garbage of its start: memory is read after this time. */
const IDLE_MS = 5000

interface Start {
  readonly ms: number
  readonly residentMiB: number
}

const folder = mkdtempSync(join(tmpdir(), 'architect-bench-'))
try {
  const first = await startOnce(folder)
  const warm: Start[] = []
  for (let n = 0; n < WARM_STARTS; n += 1) warm.push(await startOnce(folder))
  conclude('startup', figuresOf(first, warm), process.argv.includes('--json'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function figuresOf(first: Start, warm: readonly Start[]): Figures {
  const milliseconds = warm.map(({ ms }) => ms)
  const memory = warm.map(({ residentMiB }) => residentMiB)
  return {
    date: new Date().toISOString(),
    figures: [
      {
        what: 'first start: data folder made, schema created, first answer',
        value: `${first.ms.toFixed(0)} ms`,
        target: '< 8000 ms',
      },
      {
        what: `start on an existing data folder to the first answer (median of ${WARM_STARTS})`,
        value: `${median(milliseconds).toFixed(0)} ms`,
        target: '< 1500 ms',
      },
      {
        what: 'idle memory of the server process, PostgreSQL not counted',
        value: `${median(memory).toFixed(0)} MiB`,
        target: '< 120 MiB',
      },
    ],
  }
}

/** The sharing example with its embedded database, as a user starts it. */
async function startOnce(dataDir: string): Promise<Start> {
  const port = await freePort()
  const began = performance.now()
  const child = startServer(port, dataDir)
  try {
    await untilAnswers(child, `http://127.0.0.1:${port}/v1/shares`, TIMEOUT_MS)
    const ms = performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
    return { ms, residentMiB: ownMiB(child.pid) }
  } finally {
    await child.stop()
  }
}

function startServer(port: number, dataDir: string): Child {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
  return start(
    {
      program: process.execPath,
      args: [
        path('../bin/architect.mjs'),
        'dev',
        '--blueprint',
        path('../examples/sharing/blueprint.ts'),
      ],
      env: { PORT: String(port), ARCHITECT_DATA_DIR: dataDir, LOG_FORMAT: 'json' },
    },
    undefined,
  )
}
