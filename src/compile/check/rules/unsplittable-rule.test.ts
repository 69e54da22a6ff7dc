import type { RuleExpression } from '../../blueprint/rule.ts'
import { backend, ruleTables, s, withProject } from '../finding-rule.contract.ts'
import { unsplittableRule } from './unsplittable-rule.ts'

const { place } = backend()
const equal: RuleExpression = {
  kind: 'compare',
  path: { variable: 0, fields: ['owner'] },
  op: '=',
  value: { kind: 'actor', fields: [] },
  place,
}
const any = (terms: number): RuleExpression => ({
  kind: 'any',
  terms: Array.from({ length: terms }, () => equal),
  place,
})

const large = { rows: 1_000_000 }

ruleTables(unsplittableRule, {
  silentOn: {
    'sixteen branches': withProject({
      allow: { read: { kind: 'all', terms: [any(4), any(4)], place } },
    }),
    'the opposite of a word of a closed set': backend(
      s.resource.task(({ row }) => ({ scale: large, allow: { read: row.state.not('done') } })),
    ),
    'a count beside an equality': backend(
      s.resource.task(({ row, actor, all, count }) => ({
        scale: large,
        allow: {
          read: all(
            row.author.is(actor),
            count('project', (one) => one.owner.is(actor)).atLeast(1),
          ),
        },
      })),
    ),
    'a count in a small table': backend(
      s.resource.task(({ actor, count }) => ({
        scale: { rows: 100 },
        allow: { read: count('project', (one) => one.owner.is(actor)).atLeast(1) },
      })),
    ),
  },
  reports: {
    'more than sixteen branches': [
      withProject({ allow: { read: { kind: 'all', terms: [any(4), any(5)], place } } }),
      'has 20 branches: it stays whole, and a list may read all 50000 rows',
    ],
    'a count of other rows': [
      backend(
        s.resource.task(({ row, count }) => ({
          scale: large,
          allow: { read: count('task', (other) => other.author.is(row.author)).atLeast(3) },
        })),
      ),
      'may read up to 1000000 rows',
    ],
    'the one branch of several that has no index': [
      backend(
        s.resource.task(({ row, actor, any, not, exists, all, signedIn }) => ({
          scale: large,
          allow: {
            read: any(
              row.author.is(actor),
              all(signedIn, not(exists('task', (other) => other.author.is(row.author)))),
            ),
          },
        })),
      ),
      'No index of task leads',
    ],
  },
})
