import { backend, ruleTables, s, soundTask } from '../finding-rule.contract.ts'
import { missingResourcePart } from './missing-resource-part.ts'

const sound = backend()

ruleTables(missingResourcePart, {
  silentOn: {
    'a part inside a module': {
      ...sound,
      parts: [
        ...sound.parts.filter((part) => part !== soundTask),
        s.module('work', { parts: [soundTask] }),
      ],
    },
  },
  reports: {
    'a resource without a part': [
      { ...sound, parts: sound.parts.filter((part) => part !== soundTask) },
      'task is declared, but not among the parts',
    ],
  },
})
