import { expect, test } from 'vitest'
import { serveForTest } from '../../../test/server.ts'
import type { Observation } from '../../observe/observation.ts'
import { ArchitectError } from '../../std/error.ts'
import type { Handler } from '../http.ts'
import { addressGate } from './address.ts'
import { existsIn } from './gate.ts'
import { overloadGate } from './overload.ts'

const exists = existsIn((path) => (path === '/things' ? ['GET'] : []))
const now = (): Date => new Date(1_800_000_000_000)

const handler: Handler = (request) => {
  if (!exists(request)) throw new ArchitectError('ARC301', 'There is nothing at this path.')
  if (request.headers['authorization'] !== undefined) throw new ArchitectError('ARC204', 'Forged.')
  return Promise.resolve({ status: 200, headers: {}, body: '{}' })
}

test('an address with too many refused credentials waits, and still learns that a path does not exist', async () => {
  const gate = addressGate({ exists, now, failures: { count: 2, windowSeconds: 60 } })
  await using server = await serveForTest(
    (request) =>
      Promise.resolve()
        .then(() => handler(request))
        .catch(toStatus),
    { gates: [gate] },
  )
  const status = async (path: string, authorization?: string): Promise<number> => {
    const headers = authorization === undefined ? {} : { authorization }
    return (await fetch(server.url + path, { headers })).status
  }
  expect(await status('/things')).toBe(200)
  expect(await status('/things', 'Bearer x')).toBe(401)
  expect(await status('/things')).toBe(200)
  expect(await status('/things', 'Bearer y')).toBe(401)
  const refused = await fetch(`${server.url}/things`)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await status('/nothing')).toBe(404)
})

/** As the handler of the product does: refusals are answers. */
function toStatus(error: unknown): Awaited<ReturnType<Handler>> {
  const status = error instanceof ArchitectError && error.code === 'ARC204' ? 401 : 404
  return { status, headers: {}, body: undefined }
}

test('a late event loop refuses work, says so once, and admits again only when it has recovered', async () => {
  const seen: Observation[] = []
  let delayMs = 0
  const load = overloadGate({
    exists,
    observe: (observation) => void seen.push(observation),
    meter: { sample: () => delayMs, close: () => undefined },
  })
  await using server = await serveForTest(handler, {
    gates: [load.gate],
    meta: new Map([
      ['/health/live', () => Promise.resolve({ status: 200, headers: {}, body: '' })],
    ]),
  })
  const look = async (ms: number, path = '/things'): Promise<number> => {
    delayMs = ms
    load.look()
    return (await fetch(server.url + path)).status
  }
  expect(await look(150)).toBe(200)
  expect(await look(250)).toBe(503)
  expect(await look(250, '/health/live')).toBe(200)
  expect(await look(250, '/nothing')).toBe(404)
  expect(await look(150)).toBe(503)
  expect(await look(50)).toBe(200)
  expect(seen.map((observation) => observation.kind === 'overload' && observation.state)).toEqual([
    'shedding',
    'normal',
  ])
  load.close()
})

test('a process that is late refuses nobody while few are under way: it is not they who make it late', async () => {
  let inFlight = 3
  const load = overloadGate({
    exists,
    observe: () => undefined,
    inFlight: () => inFlight,
    meter: { sample: () => 1000, close: () => undefined },
  })
  await using server = await serveForTest(handler, { gates: [load.gate] })
  load.look()
  expect((await fetch(`${server.url}/things`)).status).toBe(200)
  inFlight = 64
  expect((await fetch(`${server.url}/things`)).status).toBe(503)
  load.close()
})
