import type { RuleExpression } from '../../blueprint/rule.ts'
import { backend, ruleTables, withField, withProject } from '../finding-rule.contract.ts'
import { unknownReference } from './unknown-reference.ts'

const { place } = backend()
const everyone: RuleExpression = { kind: 'everyone', place }
const missing = { resource: 'tsk', variable: 1, where: everyone, place }

ruleTables(unknownReference, {
  silentOn: {},
  reports: {
    'an identity': [{ ...backend(), identity: 'person' }, 'There is no resource person'],
    'a reference': [
      withField('boss', { type: { kind: 'reference', to: 'usr' }, optional: true }),
      'did you mean user?',
    ],
    'a definition': [withProject({ name: 'projct' }), 'did you mean project?'],
    'exists inside not, and count': [
      withProject({
        allow: {
          read: { kind: 'not', term: { kind: 'exists', ...missing }, place },
          create: { kind: 'count', ...missing, op: '<=', value: 3 },
        },
      }),
      'did you mean task?',
      'did you mean task?',
    ],
    'a computed field': [
      withProject({ computed: { tasks: { kind: 'count', ...missing } } }),
      'did you mean task?',
    ],
  },
})
