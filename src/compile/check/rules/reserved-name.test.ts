import { text } from '../../blueprint/blueprint.ts'
import { ruleTables, withField, withProject } from '../finding-rule.contract.ts'
import { reservedName } from './reserved-name.ts'

const list = { sort: [], search: [] }

ruleTables(reservedName, {
  silentOn: { 'a plain name': withField('name2', text()) },
  reports: {
    'what every row has': [withField('createdAt', text()), 'every row has it'],
    'a word of rules': [withField('before', text()), 'rules read it as a comparison'],
    'a name of JavaScript': [withField('constructor', text()), 'every object of JavaScript has it'],
    'the prototype': [withField('__proto__', text()), '__proto__ cannot be a name'],
    'a name that is not camelCase': [withField('first_name', text()), 'camelCase'],
    'a plural that is no name': [withProject({ plural: 'my projects' }), 'camelCase'],
    'a filter of the name of a parameter': [
      withProject({ list: { ...list, filter: ['limit'] } }),
      'parameter of that name',
    ],
  },
})
