import type { SourcePlace } from '../../std/finding.ts'

/** A call that the types refuse and plain JavaScript allows: noted by the builders, reported by `check`. */
export interface Mistake {
  readonly message: string
  readonly help: string
  readonly place: SourcePlace
}
