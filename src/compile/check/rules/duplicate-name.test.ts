import { ref, text } from '../../blueprint/blueprint.ts'
import { backend, ruleTables, soundTask, withField, withProject } from '../finding-rule.contract.ts'
import { duplicateName } from './duplicate-name.ts'

ruleTables(duplicateName, {
  silentOn: { 'a plural of its own': withProject({ plural: 'undertakings' }) },
  reports: {
    'a part twice': [backend(soundTask, soundTask), 'The resource task is among the parts twice'],
    'two plurals that are one': [withProject({ plural: 'tasks' }), 'called tasks in the plural'],
    'a field of the name of a column': [withField('ownerId', text()), 'ownerId twice'],
    'a computed field of the name of a field': [
      withField('tasks', ref('task').optional()),
      'tasks twice',
    ],
  },
})
