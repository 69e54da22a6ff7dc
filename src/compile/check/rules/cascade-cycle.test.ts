import { ref } from '../../blueprint/blueprint.ts'
import { ruleTables, withField } from '../finding-rule.contract.ts'
import { cascadeCycle } from './cascade-cycle.ts'

const toTask = { type: { kind: 'reference', to: 'task' } } as const

ruleTables(cascadeCycle, {
  silentOn: {
    'a tree in one table': withField('parent', ref('project').optional().onDelete('cascade')),
    'a circle that one delete stops': withField('pinned', { ...toTask, onDelete: 'restrict' }),
  },
  reports: {
    'two tables that delete each other': [
      withField('pinned', { ...toTask, onDelete: 'cascade' }),
      'may empty every table of a circle',
    ],
  },
})
