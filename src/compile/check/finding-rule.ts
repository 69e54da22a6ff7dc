import type { Severity, SourcePlace } from '../../std/finding.ts'
import type { Subject } from './subject.ts'

/** One thing that a rule found. */
export interface Remark {
  /** What happens to the user. */
  readonly message: string
  /** What to do. */
  readonly help: string
  readonly place: SourcePlace
  /** The numbers behind it. */
  readonly evidence?: Readonly<Record<string, string | number>>
  /** Where it differs from the severity of its rule. */
  readonly severity?: Severity
}

/** One check of a blueprint: one file, one test, one page. `Rule` alone always means who-may. */
export interface FindingRule {
  readonly id: string
  readonly severity: Severity
  /** One sentence for the list of rules. */
  readonly summary: string
  /** Pure, and never throws: a blueprint may be wrong in every other respect too. */
  run(subject: Subject): readonly Remark[]
}
