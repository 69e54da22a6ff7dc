import { ruleTables, withProject } from '../finding-rule.contract.ts'
import { costlyList } from './costly-list.ts'

const list = { sort: [], search: [] }

ruleTables(costlyList, {
  silentOn: {
    'five filters': withProject({ list: { ...list, filter: ['a', 'b', 'c', 'd', 'e'] } }),
  },
  reports: {
    'six filters in two orders': [
      withProject({ list: { ...list, filter: ['a', 'b', 'c', 'd', 'e', 'f'], sort: ['a', 'b'] } }),
      '128 different questions',
    ],
  },
})
