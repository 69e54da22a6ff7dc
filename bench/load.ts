/**
 * The load generator: a process of its own with a closed loop over keep-alive connections. It takes a
 * {@link LoadOrder} from its parent, warms up, measures, and reports.
 */
import { connect, type Socket } from 'node:net'
import type { LoadOrder, LoadReport, LoadResult } from './measure/messages.ts'
import { readResponse } from './measure/response.ts'

/** What one run counts; `isMeasuring` is false during warm-up. */
interface Tally {
  isMeasuring: boolean
  isOver: boolean
  latenciesMs: number[]
  failed: number
  bytes: number
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => report({ kind: 'done', ...result }),
    (error: unknown) => {
      process.stderr.write(`${error}\n`)
      process.exit(1)
    },
  )
})

function report(message: LoadReport): void {
  process.send?.(message)
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const tally: Tally = {
    isMeasuring: false,
    isOver: false,
    latenciesMs: [],
    failed: 0,
    bytes: 0,
  }
  const next = cycle(order.requests.map((request) => Buffer.from(request)))
  const sockets = Array.from({ length: order.connections }, () => drive(order.port, next, tally))
  await pause(order.warmUpMs)
  const cpu = process.cpuUsage()
  const began = performance.now()
  tally.isMeasuring = true
  report({ kind: 'measuring' })
  await pause(order.measureMs)
  tally.isOver = true
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  for (const socket of sockets) socket.destroy()
  return { ...summarise(tally), seconds, cpuSeconds: (user + system) / 1e6 }
}

/** Sends the next request on a connection whenever the last one is answered. */
function drive(port: number, next: () => Buffer, tally: Tally): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let pending: Buffer | undefined
  let sent = 0
  const send = (): void => {
    sent = performance.now()
    socket.write(next())
  }
  socket.on('connect', send)
  socket.on('error', () => count(tally, 0, 0))
  socket.on('data', (chunk) => {
    pending = pending === undefined ? chunk : Buffer.concat([pending, chunk])
    const response = readResponse(pending)
    if (response === undefined) return
    pending = undefined
    count(tally, response.status, performance.now() - sent)
    if (tally.isMeasuring) tally.bytes += response.end
    if (!tally.isOver) send()
  })
  return socket
}

function count(tally: Tally, status: number, latencyMs: number): void {
  if (!tally.isMeasuring || tally.isOver) return
  if (status === 200 || status === 201) tally.latenciesMs.push(latencyMs)
  else tally.failed += 1
}

function summarise(tally: Tally): Omit<LoadResult, 'seconds' | 'cpuSeconds'> {
  const sorted = Float64Array.from(tally.latenciesMs).sort()
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return {
    answered: sorted.length,
    failed: tally.failed,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    bytes: tally.bytes,
  }
}

function cycle(requests: readonly Buffer[]): () => Buffer {
  let index = 0
  return () => {
    const request = requests[index % requests.length]
    index += 1
    if (request === undefined) throw new Error('There are no requests to send')
    return request
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
