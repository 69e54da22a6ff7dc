import { email } from '../../blueprint/blueprint.ts'
import type { Blueprint, ResourceDefinition } from '../../blueprint/definition.ts'
import { ruleTables, withField, withProject } from '../finding-rule.contract.ts'
import { encryptedFilter } from './encrypted-filter.ts'

const exact = withField('mail', email().unique().encrypted({ searchable: 'exact' }))
const blind = withField('mail', email().encrypted())

function asked(blueprint: Blueprint, change: Partial<ResourceDefinition>): Blueprint {
  return { ...blueprint, parts: withProject(change).parts }
}

const list = { filter: [], sort: [], search: [] }

ruleTables(encryptedFilter, {
  silentOn: {
    'a filter on a field that can be searched exactly': asked(exact, {
      list: { ...list, filter: ['mail'] },
    }),
    'a field that nobody asks for': blind,
  },
  reports: {
    'a filter': [asked(blind, { list: { ...list, filter: ['mail'] } }), 'list.filter cannot work'],
    'a unique key': [asked(blind, { unique: [['owner', 'mail']] }), 'unique cannot work'],
    'a unique field': [
      withField('mail', email().unique().encrypted()),
      'cannot be told to be unique',
    ],
    'an order, even where equality is possible': [
      asked(exact, { list: { ...list, sort: ['-mail'] } }),
      'no order',
    ],
    'a search': [asked(exact, { list: { ...list, search: ['mail'] } }), 'no words'],
  },
})
