import { ruleTables, withProject } from '../finding-rule.contract.ts'
import { badScale } from './bad-scale.ts'

ruleTables(badScale, {
  silentOn: {
    'all of it': withProject({
      scale: { rows: 10, reads: '5/s', writes: '1/min', growth: '1000/month', largestGroup: 10 },
    }),
  },
  reports: {
    'no rows': [withProject({ scale: { rows: 0 } }), 'expects 0 rows'],
    'rows that are no number': [withProject({ scale: { rows: Number.NaN } }), 'expects NaN rows'],
    'half a row': [withProject({ scale: { rows: 1.5 } }), 'expects 1.5 rows'],
    'a group larger than the whole': [
      withProject({ scale: { rows: 10, largestGroup: 11 } }),
      'largest group',
    ],
    'rates that cannot be read': [
      withProject({ scale: { rows: 10, reads: 'many', growth: '5' } }),
      'reads',
      'growth',
    ],
  },
})
