import type { Finding, Place } from '../../std/finding.ts'
import type { Checked } from '../../std/result.ts'
import type { Blueprint } from '../blueprint/definition.ts'
import type { Model } from '../model.ts'
import type { FindingRule } from './finding-rule.ts'
import { modelOf } from './model-of.ts'
import { FINDING_RULES } from './rules/all.ts'
import { type Subject, subjectOf } from './subject.ts'

/**
 * What the blueprint means, or everything that is wrong with it: all findings at once, in the order of the
 * author's file. A finding of severity `error` leaves no model.
 */
export function check(blueprint: Blueprint): Checked<Model> {
  const subject = subjectOf(blueprint)
  const findings = FINDING_RULES.flatMap((rule) => findingsOf(rule, subject)).toSorted(inFileOrder)
  if (findings.some(({ severity }) => severity === 'error')) return { ok: false, findings }
  return { ok: true, value: modelOf(subject), findings }
}

/** What one rule finds. */
export function findingsOf(rule: FindingRule, subject: Subject): readonly Finding[] {
  return rule.run(subject).map((remark) => ({ severity: rule.severity, ...remark, rule: rule.id }))
}

function inFileOrder(a: Finding, b: Finding): number {
  return lineOf(a.place) - lineOf(b.place) || columnOf(a.place) - columnOf(b.place)
}

function lineOf(place: Place): number {
  return place.kind === 'file' ? place.line : 0
}

function columnOf(place: Place): number {
  return place.kind === 'file' ? place.column : 0
}
