import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DatabaseError } from '../engine/ports/database.ts'
import { ArchitectError, ERRORS } from '../std/error.ts'
import type { HttpRequest } from './http.ts'
import { toProblem } from './problem.ts'

const request: HttpRequest = {
  method: 'GET',
  url: '/v1/shares?title=private',
  headers: {},
  body: () => Promise.resolve(Buffer.alloc(0)),
  requestId: 'r1',
  signal: new AbortController().signal,
  address: '127.0.0.1',
}

test('the guide has a section for every code, and no other', () => {
  const guide = readFileSync(new URL('../../docs/guide/errors.md', import.meta.url), 'utf8')
  const sections = [...guide.matchAll(/^## (\w+)\n\n\*\*(\d+) ([^*]+)\.\*\*/gm)]
  expect(
    sections.map(([, code, status, title]) => [code, { status: Number(status), title }]),
  ).toEqual(Object.entries(ERRORS))
  expect(guide.match(/^## /gm)?.length).toBe(sections.length)
})

test('a refusal tells what was wrong, where, and nothing of the query', () => {
  const faults = [{ pointer: '/title', code: 'too_long', message: 'at most 200', secret: 1 }]
  const error = new ArchitectError('ARC102', 'Two faults.', { faults, detail: { sql: 'select' } })
  const { status, headers, body } = toProblem(error, request)
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 422,
    type: 'application/problem+json',
  })
  expect(JSON.parse(String(body))).toEqual({
    type: '/docs/errors#arc102',
    title: 'Validation failed',
    status: 422,
    detail: 'Two faults.',
    instance: '/v1/shares',
    code: 'ARC102',
    requestId: 'r1',
    errors: [{ pointer: '/title', code: 'too_long', message: 'at most 200' }],
  })
})

test.each([
  [new DatabaseError('unavailable', 'connect ECONNREFUSED 10.0.0.7:5432'), 503, 'ARC501'],
  [new DatabaseError('timeout', 'statement timeout'), 503, 'ARC503'],
  [new DatabaseError('cancelled', 'aborted'), 503, 'ARC503'],
  [new DatabaseError('refused', 'disk full', { sqlState: '53100' }), 503, 'ARC501'],
  [new DatabaseError('refused', 'deadlock', { sqlState: '40P01' }), 503, 'ARC503'],
  [new DatabaseError('refused', 'shutdown', { sqlState: '57P01' }), 503, 'ARC501'],
  [new DatabaseError('refused', 'no such column', { sqlState: '42703' }), 500, 'ARC500'],
  [new Error('secret'), 500, 'ARC500'],
  ['thrown text', 500, 'ARC500'],
  [undefined, 500, 'ARC500'],
])('%s becomes %i %s, and its message stays inside', (error, status, code) => {
  const problem = toProblem(error, request)
  expect(problem).toMatchObject({ status, notes: { code, cause: error } })
  expect(problem.headers['retry-after']).toBe(status === 503 ? '1' : undefined)
  expect(problem.body).not.toContain(error instanceof Error ? error.message : 'thrown')
})

test.each(['ARC511', 'ARC514', 'ARC517'] as const)(
  '%s of a command is only an internal error',
  (code) => {
    expect(toProblem(new ArchitectError(code, 'secret'), request)).toMatchObject({
      status: 500,
      notes: { code: 'ARC500' },
    })
  },
)

test.each([
  ['ARC201', 'Bearer realm="api"'],
  ['ARC204', 'Bearer realm="api", error="invalid_token"'],
] as const)('%s asks for credentials: %s', (code, field) => {
  expect(toProblem(new ArchitectError(code, 'No.'), request).headers['www-authenticate']).toBe(
    field,
  )
})
