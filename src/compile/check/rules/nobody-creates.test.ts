import { text } from '../../blueprint/blueprint.ts'
import { backend, ruleTables, s, withField } from '../finding-rule.contract.ts'
import { nobodyCreates } from './nobody-creates.ts'

const scale = { rows: 1 }

ruleTables(nobodyCreates, {
  silentOn: {
    'a server field with a default': withField('state', text().default('new').serverOnly()),
  },
  reports: {
    'no create': [
      backend(s.resource.project(({ everyone }) => ({ scale, allow: { read: everyone } }))),
      'Nobody can create a project',
    ],
    'a create for nobody': [
      backend(
        s.resource.project(({ everyone, nobody }) => ({
          scale,
          allow: { read: everyone, create: nobody },
        })),
      ),
      'Nobody can create a project',
    ],
    'a required field that no client may write': [
      withField('state', text().serverOnly()),
      'state is required',
    ],
  },
})
