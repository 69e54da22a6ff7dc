import { ArchitectError } from '../../std/error.ts'
import type { Exists, Gate } from './gate.ts'
import { addressPrefix, createCounter, type Quota } from './rate.ts'

/** Refused credentials that one address may show: enough for a client with a broken clock, too few for guessing. */
const FAILURES: Quota = { count: 120, windowSeconds: 60 }
/** Addresses that are remembered, about 10 MB. */
const CAPACITY = 50_000

export interface AddressGateOptions {
  readonly exists: Exists
  readonly now: () => Date
  readonly failures?: Quota
}

/** Refuses an address with too many failed sign-ins (401) for a while, whatever it asks for then. */
export function addressGate(options: AddressGateOptions): Gate {
  const { exists, now, failures = FAILURES } = options
  const counter = createCounter(CAPACITY)
  // Nobody asks for an address while nobody has failed: that keeps it off the common path.
  let anyFailure = false
  return {
    before: (request) => {
      if (!anyFailure || !exists(request)) return undefined
      const state = counter.look(addressPrefix(request.address), failures, now().getTime())
      if (!state.admitted) throw tooMany(state.resetSeconds)
      return undefined
    },
    after: (request, response) => {
      if (response.status !== 401) return response
      anyFailure = true
      counter.take(addressPrefix(request.address), failures, now().getTime())
      return response
    },
  }
}

function tooMany(seconds: number): ArchitectError {
  return new ArchitectError('ARC203', 'Too many refused credentials came from this address.', {
    headers: { 'retry-after': String(seconds) },
  })
}
