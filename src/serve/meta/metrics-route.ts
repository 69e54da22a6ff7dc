import { createHash, timingSafeEqual } from 'node:crypto'
import type { Metrics } from '../../observe/metrics.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Handler } from '../http.ts'

export interface MetricsRouteOptions {
  readonly metrics: Metrics
  readonly inFlight: () => number
  readonly isDatabaseUp: () => boolean
  /** Without one there is no such path. */
  readonly token: string | undefined
}

/** Prometheus text for whoever knows the token; for everybody else the path does not exist. */
export function metricsRoute(options: MetricsRouteOptions): Handler {
  const { metrics, inFlight, isDatabaseUp, token } = options
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`)
  return (request) => {
    const sent = digest(request.headers['authorization'] ?? '')
    if (expected === undefined || !timingSafeEqual(sent, expected)) {
      throw new ArchitectError('ARC301', 'There is nothing at this path.')
    }
    const { rss, heapUsed } = process.memoryUsage()
    const body = metrics.render({
      inFlight: inFlight(),
      isDatabaseUp: isDatabaseUp(),
      residentBytes: rss,
      heapBytes: heapUsed,
    })
    return Promise.resolve({
      status: 200,
      headers: {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store',
      },
      body,
    })
  }
}

/** Equal lengths, so that comparing takes the same time whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
