import type { Finding } from '../std/finding.ts'
import type { Checked } from '../std/result.ts'
import type { Blueprint } from './blueprint/definition.ts'
import { check } from './check/check.ts'
import { derive } from './derive/derive.ts'
import { identityFindings } from './derive/identity.ts'
import type { Design, Identities } from './design.ts'

/**
 * A blueprint as the design that follows from it, or everything that is wrong with it.
 * `identities` are those of the last design (`architect/ids.json`): with them a rename keeps its data, and
 * what could be a rename or a loss is an error until the author says which.
 */
export function compile(blueprint: Blueprint, identities: Identities = {}): Checked<Design> {
  const checked = check(blueprint)
  if (!checked.ok) return checked
  const findings: readonly Finding[] = [
    ...checked.findings,
    ...identityFindings(checked.value, identities),
  ]
  if (findings.some(({ severity }) => severity === 'error')) return { ok: false, findings }
  return { ok: true, value: derive(checked.value, identities), findings }
}
