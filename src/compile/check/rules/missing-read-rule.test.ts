import { backend, ruleTables, s, withProject } from '../finding-rule.contract.ts'
import { missingReadRule } from './missing-read-rule.ts'

const { place } = backend()

ruleTables(missingReadRule, {
  silentOn: {
    'a rule that lets nobody in': backend(
      s.resource.project(({ nobody }) => ({ scale: { rows: 1 }, allow: { read: nobody } })),
    ),
  },
  reports: {
    'no rule at all': [withProject({ allow: {} }), 'project does not say who may read it'],
    'an operation that does not exist': [
      withProject({
        allow: { read: { kind: 'everyone', place }, ...{ publish: { kind: 'everyone', place } } },
      }),
      'publish, which is no operation',
    ],
  },
})
