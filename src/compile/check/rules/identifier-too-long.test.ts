import { ref, text } from '../../blueprint/blueprint.ts'
import { ruleTables, withField, withProject } from '../finding-rule.contract.ts'
import { identifierTooLong } from './identifier-too-long.ts'

const sixtyThree = 'a'.repeat(63)

ruleTables(identifierTooLong, {
  silentOn: { '63 bytes': withField(sixtyThree, text()) },
  reports: {
    '64 bytes': [withField(`${sixtyThree}a`, text()), 'would cut'],
    'a reference that its suffix makes too long': [
      withField('a'.repeat(61), ref('user').optional()),
      '_id',
    ],
    'a table': [withProject({ plural: 'p'.repeat(70) }), 'would cut'],
  },
})
