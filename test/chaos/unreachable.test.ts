import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { failToStart } from './backend.ts'

test('a database that is not there ends the start at once, with what to do', async () => {
  const port = await closedPort()
  const { exitCode, output } = await failToStart(`postgresql://me:hidden@127.0.0.1:${port}/none`)
  expect(exitCode).toBe(4)
  expect(output).toContain('ARC514')
  expect(output).toContain(`127.0.0.1:${port}`)
  expect(output).toMatch(/Check that PostgreSQL runs there and that DATABASE_URL names it/)
  expect(output).not.toContain('hidden')
})

/** One that was free a moment ago. */
function closedPort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })
  return promise
}
