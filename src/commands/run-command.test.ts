import { expect, test } from 'vitest'
import { ArchitectError, type ErrorCode } from '../std/error.ts'
import type { Finding } from '../std/finding.ts'
import { refusal } from './run-command.ts'

const FINDING: Finding = {
  rule: 'setting',
  severity: 'error',
  message: 'PORT must be a number',
  place: { kind: 'setting', name: 'PORT' },
}

test('a refusal tells its code, its faults and the way out, to people and programs alike', () => {
  const error = new ArchitectError('ARC101', '--as is missing', {
    faults: [{ pointer: '/as', code: 'required', message: 'is required' }],
    detail: { remedy: 'Name who calls', url: 'postgresql://ada:opensesame@h/d' },
  })
  const outcome = refusal(error)
  expect(outcome.text).toBe('ARC101 --as is missing\n  /as: is required\n  → Name who calls')
  expect(outcome.data).toEqual({
    error: {
      code: 'ARC101',
      message: '--as is missing',
      faults: error.faults,
      remedy: 'Name who calls',
    },
  })
})

test('findings of a refusal are shown and told; other details are not', () => {
  const outcome = refusal(
    new ArchitectError('ARC513', 'has errors', { detail: { findings: [FINDING], pid: 7 } }),
  )
  expect(outcome.findings).toEqual([FINDING])
  expect(outcome.data).toMatchObject({ findings: [FINDING] })
  expect(JSON.stringify(outcome)).not.toContain('pid')
})

test.each<[ErrorCode, number]>([
  ['ARC512', 1],
  ['ARC513', 1],
  ['ARC101', 2],
  ['ARC511', 2],
  ['ARC518', 2],
  ['ARC401', 3],
  ['ARC402', 3],
  ['ARC301', 4],
  ['ARC514', 4],
  ['ARC515', 4],
  ['ARC516', 4],
])('%s ends with exit code %i', (code, exitCode) => {
  expect(refusal(new ArchitectError(code, 'refused')).exitCode).toBe(exitCode)
})
