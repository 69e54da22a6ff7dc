import type { RuleExpression } from '../../blueprint/rule.ts'
import { backend, ruleTables, withProject } from '../finding-rule.contract.ts'
import { unknownField } from './unknown-field.ts'

const { place } = backend()
const everyone: RuleExpression = { kind: 'everyone', place }
const list = { filter: [], sort: [], search: [] }

function comparing(...fields: readonly string[]): ReturnType<typeof backend> {
  const value = { kind: 'actor', fields: [] } as const
  return withProject({
    allow: { read: { kind: 'compare', path: { variable: 0, fields }, op: '=', value, place } },
  })
}

ruleTables(unknownField, {
  silentOn: {
    'what every row has': withProject({
      list: { ...list, filter: ['createdAt'], sort: ['-updatedAt', ['name', '-id']] },
    }),
    'a path over references': comparing('owner'),
  },
  reports: {
    'a filter': [
      withProject({ list: { ...list, filter: ['onwer'] } }),
      'project has no field onwer, did you mean owner?',
    ],
    'a key of an order': [
      withProject({ list: { ...list, sort: ['name', ['-nam', 'id']] } }),
      'did you mean name?',
    ],
    'a search, a key and field rules': [
      withProject({
        list: { ...list, search: ['a1'] },
        unique: [['owner', 'b2']],
        readable: { c3: everyone },
        writable: { d4: everyone },
      }),
      'a1',
      'b2',
      'c3',
      'd4',
    ],
    'a sum': [
      withProject({
        computed: {
          total: {
            kind: 'sum',
            resource: 'task',
            field: 'points',
            variable: 1,
            where: everyone,
            place,
          },
        },
      }),
      'task has no field points',
    ],
    'a rule': [comparing('ownr'), 'did you mean owner?'],
    'a rule behind a reference': [comparing('owner', 'boss'), 'user has no field boss'],
    'a rule behind a field that is no reference': [comparing('name', 'length'), 'is no reference'],
    'a field of the actor': [
      withProject({
        allow: {
          read: {
            kind: 'compare',
            path: { variable: 0, fields: ['owner'] },
            op: '=',
            value: { kind: 'actor', fields: ['team'] },
            place,
          },
        },
      }),
      'user has no field team',
    ],
  },
})
