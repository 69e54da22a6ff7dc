import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Observe } from '../../observe/observation.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Exists, Gate } from './gate.ts'

/** Beyond this mean delay of the event loop a request waits longer for its turn than most take: refuse early, and say when. */
const SHED_ABOVE_MS = 200
/** Admit again below this: two thresholds, so that it does not flap. */
const ADMIT_BELOW_MS = 100
/** How often the delay is looked at, and how fine it is measured. */
const SAMPLE_MS = 500
const RESOLUTION_MS = 20
const NANOSECONDS_PER_MS = 1e6

/** Mean delay of the event loop since it was asked last, in milliseconds. */
export interface DelayMeter {
  sample(): number
  close(): void
}

/** Measures this process. */
export function eventLoopMeter(): DelayMeter {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  return {
    sample: () => {
      const { mean } = histogram
      histogram.reset()
      return Number.isNaN(mean) ? 0 : Math.max(0, mean / NANOSECONDS_PER_MS - RESOLUTION_MS)
    },
    close: () => histogram.disable(),
  }
}

/** With fewer requests under way it is not they who make the process late, and refusing them helps nobody. */
const MANY_IN_FLIGHT = 64

export interface OverloadGateOptions {
  readonly exists: Exists
  /** Requests under way. Default: many. */
  readonly inFlight?: (() => number) | undefined
  readonly observe: Observe
  readonly meter: DelayMeter
}

/** A gate, and the end of its timer. `look` samples at once, for tests. */
export interface OverloadGate {
  readonly gate: Gate
  look(): void
  close(): void
}

/** Refuses with 503 while the process cannot keep up. Health is not behind it. */
export function overloadGate(options: OverloadGateOptions): OverloadGate {
  const { exists, observe, meter, inFlight = () => MANY_IN_FLIGHT } = options
  let shedding = false
  const look = (): void => {
    const delayMs = meter.sample()
    const next = delayMs > (shedding ? ADMIT_BELOW_MS : SHED_ABOVE_MS)
    if (next !== shedding)
      observe({ kind: 'overload', state: next ? 'shedding' : 'normal', delayMs })
    shedding = next
  }
  const timer = setInterval(look, SAMPLE_MS)
  timer.unref()
  return {
    look,
    gate: {
      before: (request) => {
        if (!shedding || inFlight() < MANY_IN_FLIGHT || !exists(request)) return undefined
        throw new ArchitectError('ARC502', 'The event loop is late.')
      },
    },
    close: () => {
      clearInterval(timer)
      meter.close()
    },
  }
}
