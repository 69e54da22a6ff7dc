import type { FindingRule } from '../finding-rule.ts'
import { anonymousNegation } from './anonymous-negation.ts'
import { badBounds } from './bad-bounds.ts'
import { badDefault } from './bad-default.ts'
import { badDuration } from './bad-duration.ts'
import { badLimit } from './bad-limit.ts'
import { badScale } from './bad-scale.ts'
import { badTenancy } from './bad-tenancy.ts'
import { badVersion } from './bad-version.ts'
import { cascadeCycle } from './cascade-cycle.ts'
import { costlyList } from './costly-list.ts'
import { duplicateName } from './duplicate-name.ts'
import { encryptedFilter } from './encrypted-filter.ts'
import { identifierTooLong } from './identifier-too-long.ts'
import { malformedBlueprint } from './malformed-blueprint.ts'
import { missingOnDelete } from './missing-on-delete.ts'
import { missingReadRule } from './missing-read-rule.ts'
import { missingResourcePart } from './missing-resource-part.ts'
import { missingSecurityAnswers } from './missing-security-answers.ts'
import { nobodyCreates } from './nobody-creates.ts'
import { notBuiltYet } from './not-built-yet.ts'
import { readableCycle } from './readable-cycle.ts'
import { reservedName } from './reserved-name.ts'
import { silentEvent } from './silent-event.ts'
import { trustedFieldWritable } from './trusted-field-writable.ts'
import { unknownField } from './unknown-field.ts'
import { unknownReference } from './unknown-reference.ts'
import { unknownRole } from './unknown-role.ts'
import { unlikeTypes } from './unlike-types.ts'
import { unlistableField } from './unlistable-field.ts'
import { unreachableTarget } from './unreachable-target.ts'
import { unsatisfiableUnique } from './unsatisfiable-unique.ts'
import { unsplittableRule } from './unsplittable-rule.ts'

/** The only registration of rules, in the order of their names. */
export const FINDING_RULES: readonly FindingRule[] = [
  anonymousNegation,
  badBounds,
  badDefault,
  badDuration,
  badLimit,
  badScale,
  badTenancy,
  badVersion,
  cascadeCycle,
  costlyList,
  duplicateName,
  encryptedFilter,
  identifierTooLong,
  malformedBlueprint,
  missingOnDelete,
  missingReadRule,
  missingResourcePart,
  missingSecurityAnswers,
  nobodyCreates,
  notBuiltYet,
  readableCycle,
  reservedName,
  silentEvent,
  trustedFieldWritable,
  unknownField,
  unknownReference,
  unknownRole,
  unlikeTypes,
  unlistableField,
  unreachableTarget,
  unsatisfiableUnique,
  unsplittableRule,
]
