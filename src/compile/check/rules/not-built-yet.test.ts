import { expect, test } from 'vitest'
import { z } from 'zod'
import { email } from '../../blueprint/blueprint.ts'
import { check, findingsOf } from '../check.ts'
import { backend, s, withField } from '../finding-rule.contract.ts'
import { subjectOf } from '../subject.ts'
import { notBuiltYet } from './not-built-yet.ts'

const busy = backend(
  s.resource.project(({ row, actor, everyone, signedIn, count, expr, action }) => ({
    scale: { rows: 1 },
    allow: { read: everyone, create: signedIn },
    actions: {
      close: action({ allow: row.owner.is(actor), input: z.object({}), run: async () => 1 }),
    },
    hooks: { beforeCreate: async () => ({}) },
    computed: {
      stored: count('task', (task) => task.project.is(row), { stored: true }),
      shout: expr((one) => one.name),
    },
  })),
  s.job('purge', {}, async () => undefined),
  s.endpoint('GET /feed', { allow: 'everyone', input: z.object({}), run: async () => 1 }),
  s.route('GET /raw', { allow: 'everyone', run: async () => new Response() }),
)

test('not-built-yet refuses everything that would be ignored otherwise', () => {
  const errors = findingsOf(notBuiltYet, subjectOf(busy)).filter(
    ({ severity }) => severity === 'error',
  )
  expect(errors.map(({ message }) => message.split(':')[0])).toEqual([
    'The job purge',
    'The endpoint GET /feed',
    'The route GET /raw',
    'The action project.close',
    'The hook project.beforeCreate',
    'The stored counter project.stored',
    'The computed field project.shout made by code',
  ])
  expect(check(busy).ok).toBe(false)
})

test('not-built-yet refuses encryption', () => {
  const findings = findingsOf(notBuiltYet, subjectOf(withField('mail', email().encrypted())))
  expect(findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('The encryption of'),
  )
})

test('not-built-yet only informs about login methods', () => {
  const checked = check(backend())
  expect(checked.ok).toBe(true)
  expect(checked.findings).toMatchObject([{ rule: 'not-built-yet', severity: 'info' }])
})
