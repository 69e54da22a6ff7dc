import type { RuleExpression } from '../../blueprint/rule.ts'
import { backend, ruleTables, withProject } from '../finding-rule.contract.ts'
import { unknownRole } from './unknown-role.ts'

const sound = backend()
const { place } = sound
const role = (...anyOf: readonly string[]): RuleExpression => ({ kind: 'role', anyOf, place })

ruleTables(unknownRole, {
  silentOn: { 'a role of the identity': withProject({ allow: { read: role('admin') } }) },
  reports: {
    'a slip of the pen': [
      withProject({ allow: { read: role('amdin', 'member') } }),
      'role amdin, did you mean admin?',
    ],
    'no role': [withProject({ allow: { read: role() } }), 'lets nobody in'],
    'a role inside a field rule': [
      withProject({ readable: { name: { kind: 'not', term: role('superuser'), place } } }),
      'superuser',
    ],
    'a second factor for a role that nobody has': [
      { ...sound, auth: { ...sound.auth, login: [], place, mfa: { requiredFor: ['root'] } } },
      'root',
    ],
  },
})
