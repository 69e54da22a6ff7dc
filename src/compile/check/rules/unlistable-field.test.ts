import { arrayOf, json, text } from '../../blueprint/blueprint.ts'
import type { AnyField } from '../../blueprint/field.ts'
import { backend, ruleTables, withField, withProject } from '../finding-rule.contract.ts'
import { unlistableField } from './unlistable-field.ts'

const { place } = backend()

function asked(field: AnyField, member: 'filter' | 'sort' | 'search'): ReturnType<typeof backend> {
  const list = { filter: [], sort: [], search: [], [member]: ['extra'] }
  return { ...withField('extra', field), parts: withProject({ list }).parts }
}

ruleTables(unlistableField, {
  silentOn: { 'text that can be searched': asked(text().searchable(), 'search') },
  reports: {
    'a filter on a document': [asked(json(), 'filter'), 'is json: no list can filter by it'],
    'an order of arrays': [asked(arrayOf(text()), 'sort'), 'is array: no list can sort by it'],
    'a search in text that is not searchable': [asked(text(), 'search'), 'not .searchable()'],
    'a filter on a private field': [asked(text().private(), 'filter'), 'gives it away'],
    'an order of a private field': [asked(text().private(), 'sort'), 'gives it away'],
    'a filter on a field with a rule of its own': [
      withProject({
        readable: { name: { kind: 'signedIn', place } },
        list: { filter: ['name'], sort: [], search: [] },
      }),
      'gives it away',
    ],
  },
})
