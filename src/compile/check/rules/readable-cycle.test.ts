import { backend, ruleTables, s } from '../finding-rule.contract.ts'
import { readableCycle } from './readable-cycle.ts'

const scale = { rows: 1 }

ruleTables(readableCycle, {
  silentOn: { 'a rule that another one refers to': backend() },
  reports: {
    'two rules that refer to each other': [
      backend(
        s.resource.project(({ exists, readable, row, all, signedIn }) => ({
          scale,
          allow: {
            read: exists('task', (task) => all(task.project.is(row), readable(task))),
            create: signedIn,
          },
        })),
      ),
      'Whether a task may be read depends on a project',
      'Whether a project may be read depends on a task',
    ],
  },
})
