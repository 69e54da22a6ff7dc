import type { Finding } from '../../std/finding.ts'
import type { Difference } from './difference.ts'

/** A difference as a finding: what is there, what should be, what to do. */
export function findingOf(difference: Difference): Finding {
  const { kind, table, name, desired, live } = difference
  const object = name === table ? table : `${table}.${name}`
  const both =
    desired === undefined ? '' : `: the blueprint wants ${desired}, the database has ${live}`
  return {
    rule: 'schema-differs',
    severity: 'error',
    message: `${kind}: ${object}${both}`,
    place: { kind: 'database', object },
    help: HELP[kind],
  }
}

const HELP: Readonly<Record<Difference['kind'], string>> = {
  'table missing': '`architect dev` creates it',
  'column missing':
    'Make the field optional or give it a default, so that the rows that are there have a value',
  'constraint missing': 'The rows that are there may break it: add it by hand once they do not',
  'index missing': '`architect dev` creates it',
  'index invalid': 'Drop it (`drop index concurrently`) and run `architect dev` again',
  'column differs':
    'Changing a column that has data is not done by this version: change it by hand, or change the field back',
  'constraint differs':
    'Changing a constraint is not done by this version: change it by hand, or change the field back',
  'index differs': 'Drop it by hand (`drop index concurrently`) and run `architect dev` again',
  'column not in the blueprint':
    'Nothing is ever dropped: bring the field back, name it with `.was()` if it was renamed, or drop the column by hand',
  'constraint not in the blueprint': 'Nothing is ever dropped: drop it by hand if nobody needs it',
}
