import { expect, test } from 'vitest'
import type { Outcome } from '../commands/command.ts'
import type { Finding } from '../std/finding.ts'
import { printOutcome } from './print.ts'

const finding = (severity: Finding['severity']): Finding => ({
  rule: 'some-rule',
  severity,
  message: `An ${severity}.`,
  place: { kind: 'setting', name: 'PORT' },
  help: 'Do so.',
})
const DONE: Outcome = { exitCode: 0, text: 'done', data: { ok: true } }
const FAILED: Outcome = {
  exitCode: 1,
  text: 'failed',
  data: { error: 1 },
  findings: [finding('error'), finding('info')],
}

function printed(
  outcome: Outcome,
  settings: { readonly json?: boolean; readonly quiet?: boolean; readonly color?: boolean } = {},
): { readonly out: string; readonly error: string } {
  const texts = { out: '', error: '' }
  const { json = false, quiet = false, color = false } = settings
  printOutcome(
    outcome,
    { json, quiet },
    {
      color,
      out: (text) => {
        texts.out += text
      },
      error: (text) => {
        texts.error += text
      },
    },
  )
  return texts
}

test('a result goes to standard output, alone', () => {
  expect(printed(DONE)).toEqual({ out: 'done\n', error: '' })
})

test('an outcome without text prints nothing', () => {
  expect(printed({ ...DONE, text: '' })).toEqual({ out: '', error: '' })
})

test('what went wrong goes to standard error, findings first', () => {
  expect(printed(FAILED)).toEqual({
    out: '',
    error:
      'PORT error An error. [some-rule]\n    → Do so.\nPORT info An info. [some-rule]\n    → Do so.\n\nfailed\n',
  })
})

test('quiet leaves errors and results', () => {
  expect(printed(FAILED, { quiet: true }).error).not.toContain('info')
  expect(printed(FAILED, { quiet: true }).error).toContain('An error.')
  expect(printed(DONE, { quiet: true }).out).toBe('done\n')
})

test('JSON is one document on standard output and nothing else', () => {
  const { out, error } = printed(FAILED, { json: true, color: true })
  expect(JSON.parse(out)).toEqual({ error: 1 })
  expect(error).toBe('')
})

test('colours are there only where they are wanted', () => {
  expect(printed(FAILED).error).not.toContain('\u001b')
  expect(printed(FAILED, { color: true }).error).toContain('\u001b[31m')
})
