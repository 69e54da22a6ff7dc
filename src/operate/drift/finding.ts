import type { Finding } from '../../std/finding.ts'
import type { Difference } from './difference.ts'

/** Differences as findings, those of access first: they are errors, since somebody may do what the rules forbid. */
export function findingsOf(differences: readonly Difference[]): readonly Finding[] {
  const findings = differences.map((difference) => findingOf(difference))
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity !== 'error'),
  ]
}

function findingOf({ kind, object, path, access, text }: Difference): Finding {
  return {
    rule: access ? 'drift-access' : 'drift',
    severity: access ? 'error' : 'warning',
    message: text,
    place: { kind: 'database', object: path },
    help: access ? ACCESS_HELP : (BLUEPRINT_HELP[`${kind} ${object}`] ?? HELP[kind]),
  }
}

const ACCESS_HELP =
  'Adopt: say it as a rule of the blueprint. Revert: undo it by hand, with whoever answers for access'

const HELP: Readonly<Record<Difference['kind'], string>> = {
  added: 'Adopt: say it in the blueprint. Revert: drop it by hand',
  removed: 'Adopt: remove it from the blueprint. Revert: make it again by hand',
  renamed: 'Adopt: nothing needs to be done where the id is kept. Revert: rename it back by hand',
  changed: 'Adopt: say the same in the blueprint. Revert: change it back by hand',
}

const BLUEPRINT_HELP: Readonly<Record<string, string>> = {
  'added column':
    'Adopt: add a field of this name and type to the resource. Revert: drop the column',
  'removed column':
    'Adopt: remove the field. Revert: add the column again, and restore its values from a backup',
  'renamed column':
    'Adopt: rename the field in the blueprint with `.was()`. Revert: `alter table … rename column` back',
  'added index':
    'Adopt: declare the list or filter that it serves. Revert: `drop index concurrently`',
  'removed index': 'Revert: `architect dev` makes it again',
  'changed index':
    'An index that is not valid serves nobody: `drop index concurrently` it, and let `architect dev` make it again',
}
