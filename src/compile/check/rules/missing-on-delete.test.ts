import { ref } from '../../blueprint/blueprint.ts'
import { ruleTables, withField } from '../finding-rule.contract.ts'
import { missingOnDelete } from './missing-on-delete.ts'

ruleTables(missingOnDelete, {
  silentOn: {
    'an optional reference': withField('reviewer', ref('user').optional()),
    'an optional reference that a delete clears': withField(
      'reviewer',
      ref('user').optional().onDelete('null'),
    ),
  },
  reports: {
    'a required reference': [withField('reviewer', ref('user')), 'Deleting a user would leave'],
    'a required reference that a delete would clear': [
      withField('reviewer', { type: { kind: 'reference', to: 'user' }, onDelete: 'null' }),
      'is required',
    ],
    'a field that is no reference': [
      withField('label', { onDelete: 'cascade' }),
      'is no reference',
    ],
  },
})
