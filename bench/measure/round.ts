import type { Child } from './child.ts'
import { cpuSeconds } from './cpu.ts'
import type { LoadOrder, LoadReport, LoadResult } from './messages.ts'

/** One measured round of one program. CPU is in microseconds per answered request; undefined without /proc. */
export interface Round {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failed: number
  readonly serverCpu: number | undefined
  readonly postgresCpu: number | undefined
  readonly generatorCpu: number
  readonly bytesPerResponse: number
}

/** Whose processor time is counted. */
export interface Watched {
  readonly server: number
  readonly postgres: number | undefined
}

/** Lets the load generator warm a program up and measure it. */
export async function measureRound(
  generator: Child,
  order: LoadOrder,
  watched: Watched,
): Promise<Round> {
  const before: Clocks = { server: undefined, postgres: undefined }
  const result = await runLoad(generator, order, () => Object.assign(before, clocks(watched)))
  return toRound(result, before, clocks(watched))
}

interface Clocks {
  readonly server: number | undefined
  readonly postgres: number | undefined
}

function clocks({ server, postgres }: Watched): Clocks {
  return { server: cpuSeconds(server), postgres: cpuSeconds(postgres) }
}

function runLoad(generator: Child, order: LoadOrder, onMeasuring: () => void): Promise<LoadResult> {
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>()
  const onMessage = (report: LoadReport): void => {
    switch (report.kind) {
      case 'measuring':
        onMeasuring()
        break
      case 'done':
        generator.process.off('message', onMessage)
        generator.process.off('exit', onExit)
        resolve(report)
        break
    }
  }
  const onExit = (): void => reject(new Error(`The load generator ended:\n${generator.output()}`))
  generator.process.on('message', onMessage)
  generator.process.once('exit', onExit)
  generator.process.send(order)
  return promise
}

function toRound(result: LoadResult, before: Clocks, after: Clocks): Round {
  const perRequest = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : ((to - from) * 1e6) / result.answered
  return {
    requestsPerSecond: result.answered / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    failed: result.failed,
    serverCpu: perRequest(before.server, after.server),
    postgresCpu: perRequest(before.postgres, after.postgres),
    generatorCpu: (result.cpuSeconds * 1e6) / result.answered,
    bytesPerResponse: result.bytes / result.answered,
  }
}
