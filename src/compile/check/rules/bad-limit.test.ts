import { ruleTables, withProject } from '../finding-rule.contract.ts'
import { badLimit } from './bad-limit.ts'

ruleTables(badLimit, {
  silentOn: {
    'limits that can be counted': withProject({ limits: { create: '30/min', list: '10/s' } }),
  },
  reports: {
    'an operation that does not exist': [
      withProject({ limits: { creat: '30/min' } }),
      'did you mean create?',
    ],
    'rates that cannot be counted': [
      withProject({ limits: { create: 'often', update: '0/s', delete: '1.5/s', list: '9/year' } }),
      'often',
      '0/s',
      '1.5/s',
      '9/year',
    ],
  },
})
