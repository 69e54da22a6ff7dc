import { arrayOf, text } from '../../blueprint/blueprint.ts'
import type { Comparison, RuleExpression, RuleOperand } from '../../blueprint/rule.ts'
import { backend, ruleTables, s, withField, withProject } from '../finding-rule.contract.ts'
import { unlikeTypes } from './unlike-types.ts'

const { place } = backend()

function compare(field: string, op: Comparison, value: RuleOperand): ReturnType<typeof backend> {
  const rule: RuleExpression = {
    kind: 'compare',
    path: { variable: 0, fields: field === '' ? [] : [field] },
    op,
    value,
    place,
  }
  return withProject({ allow: { read: rule } })
}

const literal = (value: string | number | boolean | null): RuleOperand => ({
  kind: 'literal',
  value,
})
const path = (...fields: readonly string[]): RuleOperand => ({
  kind: 'path',
  path: { variable: 0, fields },
})

ruleTables(unlikeTypes, {
  silentOn: {
    'a null test': compare('name', '=', literal(null)),
    'words of a closed set, a time and a number of rows': backend(
      s.resource.task(({ row, any, count, actor }) => ({
        scale: { rows: 1 },
        allow: {
          read: any(
            row.state.in(['open', 'done']),
            row.due.before(new Date(0)),
            row.author.is(actor),
            count('project', (project) => project.owner.is(row.author)).atLeast(2),
          ),
        },
      })),
    ),
    'an id as text': compare('owner', '=', literal('018f0000-0000-7000-8000-000000000000')),
  },
  reports: {
    'a reference with another resource': [
      compare('', '=', { kind: 'actor', fields: [] }),
      'is compared with the actor (id of user)',
    ],
    'a reference with text that is no id': [
      compare('owner', '=', literal('ada')),
      "'ada' is no id of a row",
    ],
    'text with a number': [compare('name', '=', literal(5)), '5 is no text'],
    'a reference with a field': [compare('owner', '=', path('name')), 'project.name (text)'],
    'an order of text': [compare('name', '<', literal('m')), 'has no order'],
    'a list without in': [compare('name', '=', { kind: 'list', values: ['a'] }), 'use in([...])'],
    'in without a list': [compare('name', 'in', literal('a')), 'no list'],
    'a list with a value of another type': [
      compare('name', 'in', { kind: 'list', values: ['a', 1] }),
      '1 is no text',
    ],
    'an array with a value': [
      { ...withField('tags', arrayOf(text())), parts: compare('tags', '=', literal('a')).parts },
      'only ask whether it is null',
    ],
    'readable of a field': [
      withProject({
        allow: { read: { kind: 'readable', path: { variable: 0, fields: ['name'] }, place } },
      }),
      'is no reference',
    ],
    'half a row': [
      withProject({
        allow: {
          read: {
            kind: 'count',
            resource: 'task',
            variable: 1,
            where: { kind: 'everyone', place },
            op: '>=',
            value: 0.5,
            place,
          },
        },
      }),
      'is no number of rows',
    ],
  },
})
