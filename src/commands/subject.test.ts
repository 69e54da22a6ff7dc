import { expect, test } from 'vitest'
import { parseTtl } from './subject.ts'

test.each([
  ['1s', 1],
  ['90s', 90],
  ['15m', 900],
  ['1h', 3600],
  ['24h', 86_400],
  ['1d', 86_400],
])('%s is %i seconds', (text, seconds) => {
  expect(parseTtl(text)).toBe(seconds)
})

test.each(['', '0s', '15', 'm', '1.5h', '-1h', '25h', '2d', '1w', '1h ', '99999999s', '1H'])(
  '%j is refused',
  (text) => {
    expect(() => parseTtl(text)).toThrow(expect.objectContaining({ code: 'ARC101' }))
  },
)
