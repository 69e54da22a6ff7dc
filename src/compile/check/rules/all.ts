import type { FindingRule } from '../finding-rule.ts'
import { malformedBlueprint } from './malformed-blueprint.ts'
import { unknownReference } from './unknown-reference.ts'

/** The only registration of rules, in the order in which documents list them. */
export const FINDING_RULES: readonly FindingRule[] = [malformedBlueprint, unknownReference]
