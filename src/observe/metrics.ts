import type { Observation, Observe, RequestObservation } from './observation.ts'

/** Upper bounds in seconds: from a cached read to the deadline of a handler. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

interface Histogram {
  /** One for each of `BUCKETS`, not cumulative, and one for the rest. */
  readonly counts: number[]
  sum: number
}

interface State {
  /** By `method="GET",route="/v1/shares",status="200"`. */
  readonly requests: Map<string, number>
  /** By `route="/v1/shares"`. */
  readonly durations: Map<string, Histogram>
  statements: number
  failures: number
  subscribers: number
  shedding: number
}

/** Numbers that are only known when somebody asks. */
export interface Gauges {
  readonly inFlight: number
  readonly isDatabaseUp: boolean
  readonly residentBytes: number
  readonly heapBytes: number
}

export interface Metrics {
  readonly observe: Observe
  /** Prometheus text, version 0.0.4. */
  render(gauges: Gauges): string
}

/** Counts what it observes. Labels come from the design alone, so their number is finite. */
export function createMetrics(): Metrics {
  const state: State = {
    requests: new Map(),
    durations: new Map(),
    statements: 0,
    failures: 0,
    subscribers: 0,
    shedding: 0,
  }
  return {
    observe: (observation) => count(state, observation),
    render: (gauges) =>
      `${[...counters(state), ...histograms(state), ...now(state, gauges)].join('\n')}\n`,
  }
}

function count(state: State, observation: Observation): void {
  switch (observation.kind) {
    case 'request':
      countRequest(state, observation)
      break
    case 'failure':
      state.failures += 1
      break
    case 'overload':
      state.shedding = observation.state === 'shedding' ? 1 : 0
      break
    case 'subscribers':
      state.subscribers = observation.count
      break
    case 'database':
    case 'server':
    case 'notice':
      break
  }
}

function countRequest(state: State, { method, route, status, ...rest }: RequestObservation): void {
  const key = `method="${method}",route="${route}",status="${status}"`
  state.requests.set(key, (state.requests.get(key) ?? 0) + 1)
  state.statements += rest.statements ?? 0
  if (rest.endless === true) return
  const label = `route="${route}"`
  const known = state.durations.get(label)
  const histogram = known ?? { counts: Array.from({ length: BUCKETS.length + 1 }, () => 0), sum: 0 }
  if (known === undefined) state.durations.set(label, histogram)
  const seconds = rest.durationMs / 1000
  const found = BUCKETS.findIndex((bound) => seconds <= bound)
  const bucket = found === -1 ? BUCKETS.length : found
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1
  histogram.sum += seconds
}

function counters(state: State): string[] {
  return [
    ...head('architect_requests_total', 'counter', 'Requests answered.'),
    ...[...state.requests].map(([labels, n]) => `architect_requests_total{${labels}} ${n}`),
    ...head('architect_statements_total', 'counter', 'Statements sent to PostgreSQL for requests.'),
    `architect_statements_total ${state.statements}`,
    ...head('architect_failures_total', 'counter', 'Answers with a 5xx.'),
    `architect_failures_total ${state.failures}`,
  ]
}

function histograms(state: State): string[] {
  const name = 'architect_request_duration_seconds'
  return [
    ...head(name, 'histogram', 'Time from the head of a request to the end of its answer.'),
    ...[...state.durations].flatMap(([labels, histogram]) => series(name, labels, histogram)),
  ]
}

function series(name: string, labels: string, { counts, sum }: Histogram): string[] {
  let total = 0
  const bounds = [...BUCKETS.map(String), '+Inf']
  const lines = bounds.map((bound, i) => {
    total += counts[i] ?? 0
    return `${name}_bucket{${labels},le="${bound}"} ${total}`
  })
  return [...lines, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${total}`]
}

function now(state: State, gauges: Gauges): string[] {
  const all: readonly (readonly [string, string, number])[] = [
    ['architect_requests_in_flight', 'Requests under way.', gauges.inFlight],
    ['architect_database_up', '1 while the database answers.', gauges.isDatabaseUp ? 1 : 0],
    ['architect_subscribers', 'Open streams of events.', state.subscribers],
    ['architect_shedding', '1 while requests are refused for overload.', state.shedding],
    ['process_resident_memory_bytes', 'Resident memory.', gauges.residentBytes],
    ['nodejs_heap_used_bytes', 'Heap in use.', gauges.heapBytes],
  ]
  return all.flatMap(([name, help, value]) => [...head(name, 'gauge', help), `${name} ${value}`])
}

function head(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}
