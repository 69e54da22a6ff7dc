import { ref } from '../../blueprint/blueprint.ts'
import type { Blueprint } from '../../blueprint/definition.ts'
import type { AnyField } from '../../blueprint/field.ts'
import { ruleTables, withField, withProject } from '../finding-rule.contract.ts'
import { unsatisfiableUnique } from './unsatisfiable-unique.ts'

function keyed(reviewer: AnyField, ...key: readonly string[]): Blueprint {
  return { ...withField('reviewer', reviewer), parts: withProject({ unique: [key] }).parts }
}

const cleared = ref('user').optional().onDelete('null')

ruleTables(unsatisfiableUnique, {
  silentOn: {
    'a key of references that cascade': keyed(ref('user').onDelete('cascade'), 'owner', 'reviewer'),
    'a key of one field, where nulls are welcome': keyed(cleared, 'reviewer'),
  },
  reports: {
    'a key that a delete takes apart': [
      keyed(cleared, 'owner', 'reviewer'),
      'a delete sets reviewer to null',
    ],
  },
})
