import { expect, test } from 'vitest'
import { createLog } from './log.ts'
import type { Observation } from './observation.ts'

const REQUEST: Observation = {
  kind: 'request',
  requestId: 'r1',
  method: 'GET',
  route: '/v1/shares/{id}',
  status: 404,
  durationMs: 1.25,
  actorId: 'ada',
  code: 'ARC301',
}

function written(format: 'json' | 'pretty', observation: Observation): string {
  const lines: string[] = []
  createLog({ format, destination: { write: (line) => void lines.push(line) } })(observation)
  expect(lines.length).toBeLessThanOrEqual(1)
  return lines.join('')
}

test('a request is one object on one line', () => {
  const { time, ...rest } = JSON.parse(written('json', REQUEST))
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT/)
  expect(rest).toEqual({ level: 'info', ...REQUEST })
})

test('a failure is written with its causes', () => {
  const error = new Error('outer', { cause: new TypeError('inner') })
  const line = JSON.parse(written('json', { kind: 'failure', requestId: 'r1', error }))
  expect(line).toMatchObject({ level: 'error', kind: 'failure', requestId: 'r1' })
  expect(line.error).toEqual([
    expect.stringMatching(/^Error: outer\n/),
    expect.stringMatching(/^TypeError: inner\n/),
  ])
})

test.each(['json', 'pretty'] as const)(
  'no text can forge a line or move the cursor: %s',
  (format) => {
    const line = written(format, {
      kind: 'notice',
      level: 'warn',
      message: 'a\r\nGET / 200\u001b[2J',
    })
    expect(line.trimEnd()).not.toMatch(/\p{Cc}/u)
    expect(line.endsWith('\n')).toBe(true)
  },
)

test('for people a request is a sentence', () => {
  expect(written('pretty', REQUEST)).toBe('GET /v1/shares/{id} 404 1.3 ms ARC301 r1\n')
})

test.each([
  ['debug', 1],
  ['info', 1],
  ['warn', 0],
  ['error', 0],
] as const)('at level %s a request is %i lines', (level, count) => {
  for (const format of ['json', 'pretty'] as const) {
    const lines: string[] = []
    const log = createLog({
      format,
      level,
      destination: { write: (line) => void lines.push(line) },
    })
    log(REQUEST)
    log({ kind: 'failure', requestId: 'r1', error: new Error('x') })
    expect(lines).toHaveLength(count + 1)
  }
})

test('silent is silent', () => {
  expect(() => createLog({ format: 'silent' })(REQUEST)).not.toThrow()
})
