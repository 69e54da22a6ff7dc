import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'
import type { RequestObservation } from './observation.ts'

const REQUEST: RequestObservation = {
  kind: 'request',
  requestId: 'r1',
  method: 'GET',
  route: '/v1/shares',
  status: 200,
  durationMs: 2,
  statements: 1,
}

function rendered(...observations: readonly RequestObservation[]): string {
  const metrics = createMetrics()
  for (const observation of observations) metrics.observe(observation)
  return metrics.render({ inFlight: 0, residentBytes: 1, heapBytes: 1, isDatabaseUp: true })
}

test('statements are counted', () => {
  expect(rendered(REQUEST, REQUEST)).toContain('\narchitect_statements_total 2\n')
})

test('a stream of events is a request, and no latency', () => {
  const text = rendered(REQUEST, { ...REQUEST, durationMs: 3_600_000, endless: true })
  expect(text).toContain('architect_requests_total{method="GET",route="/v1/shares",status="200"} 2')
  expect(text).toContain('architect_request_duration_seconds_count{route="/v1/shares"} 1')
})
