import type { Input } from '../../design.ts'
import type { Model, Resource } from '../../model.ts'

/** Assumed of a resource whose author declares no rate: a busy evening of a small product. */
const ASSUMED_READS_PER_SECOND = 10
const ASSUMED_WRITES_PER_SECOND = 1

/** The load of the whole backend, with what it stands on. */
export interface Load {
  readonly readsPerSecond: number
  readonly writesPerSecond: number
  readonly rows: number
  readonly largest: Resource
  readonly inputs: readonly Input[]
}

/** Sums what the author declared; what is left out is assumed, and said so. */
export function loadOf(model: Model, largest: Resource): Load {
  const reads = model.resources.map(({ scale }) => scale.readsPerSecond)
  const writes = model.resources.map(({ scale }) => scale.writesPerSecond)
  const readsPerSecond = model.targets.requestsPerSecond ?? total(reads, ASSUMED_READS_PER_SECOND)
  const writesPerSecond = total(writes, ASSUMED_WRITES_PER_SECOND)
  const readBasis = model.targets.requestsPerSecond === undefined ? basisOf(reads) : 'declared'
  return {
    readsPerSecond,
    writesPerSecond,
    rows: model.resources.reduce((sum, { scale }) => sum + scale.rows, 0),
    largest,
    inputs: [
      { name: 'reads per second', value: readsPerSecond, basis: readBasis },
      { name: 'writes per second', value: writesPerSecond, basis: basisOf(writes) },
      { name: `rows of ${largest.plural}`, value: largest.scale.rows, basis: 'declared' },
    ],
  }
}

function total(rates: readonly (number | undefined)[], assumed: number): number {
  return rates.reduce<number>((sum, rate) => sum + (rate ?? assumed), 0)
}

function basisOf(rates: readonly (number | undefined)[]): Input['basis'] {
  return rates.every((rate) => rate !== undefined) ? 'declared' : 'assumed'
}
