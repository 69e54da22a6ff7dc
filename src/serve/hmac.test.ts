import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './hmac.ts'

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array))

test('it is the HMAC-SHA-256 of Node, for keys shorter and longer than a block', () => {
  fc.assert(
    fc.property(bytes(200), bytes(300), (secret, message) => {
      expect(hmacSha256(secret)(message)).toEqual(
        createHmac('sha256', secret).update(message).digest(),
      )
    }),
  )
})

test('RFC 4231, test case 2', () => {
  const mac = hmacSha256(Buffer.from('Jefe'))(Buffer.from('what do ya want for nothing?'))
  expect(mac.toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})
