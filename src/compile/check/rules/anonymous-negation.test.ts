import { backend, ruleTables, s } from '../finding-rule.contract.ts'
import { anonymousNegation } from './anonymous-negation.ts'

const scale = { rows: 10 }

ruleTables(anonymousNegation, {
  silentOn: {
    'a negation that is joined with signedIn': backend(
      s.resource.project(({ row, actor, all, signedIn, not }) => ({
        scale,
        allow: { read: all(signedIn, not(row.owner.is(actor))), create: signedIn },
      })),
    ),
    'a negation beside a comparison with the actor': backend(
      s.resource.project(({ row, actor, all, exists, not, signedIn }) => ({
        scale,
        allow: {
          read: all(row.owner.is(actor), not(exists('task', (task) => task.author.is(actor)))),
          create: signedIn,
        },
      })),
    ),
    'a negation that is about no actor': backend(
      s.resource.project(({ row, not, signedIn }) => ({
        scale,
        allow: { read: not(row.name.is('secret')), create: signedIn },
      })),
    ),
  },
  reports: {
    'not(exists(...)) about the actor': [
      backend(
        s.resource.project(({ row, actor, all, exists, not, signedIn }) => ({
          scale,
          allow: {
            read: not(exists('task', (task) => all(task.project.is(row), task.author.is(actor)))),
            create: signedIn,
          },
        })),
      ),
      'not signed in passes',
    ],
    'at most so many rows of the actor': [
      backend(
        s.resource.project(({ actor, count, signedIn, everyone }) => ({
          scale,
          allow: {
            read: everyone,
            create: count('project', (other) => other.owner.is(actor)).atMost(5),
            update: signedIn,
          },
        })),
      ),
      'not signed in passes',
    ],
  },
})
