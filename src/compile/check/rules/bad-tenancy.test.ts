import { ref } from '../../blueprint/blueprint.ts'
import { backend, ruleTables, withField } from '../finding-rule.contract.ts'
import { badTenancy } from './bad-tenancy.ts'

ruleTables(badTenancy, {
  silentOn: {
    'every resource below its tenant': {
      ...withField('user', ref('user').serverOnly().onDelete('cascade')),
      tenancy: { by: 'user', except: ['task'] },
    },
  },
  reports: {
    'a tenant that is no resource': [
      { ...backend(), tenancy: { by: 'organisation' } },
      'organisation, which is no resource',
    ],
    'an exception that is no resource': [
      { ...backend(), tenancy: { by: 'user', except: ['tsk'] } },
      'did you mean task?',
    ],
    'rows without a tenant, the identity too': [
      { ...backend(), tenancy: { by: 'project' } },
      'Rows of user',
    ],
    'a tenant that may be missing': [
      { ...withField('user', ref('user').optional()), tenancy: { by: 'user', except: ['task'] } },
      'Rows of project',
    ],
  },
})
