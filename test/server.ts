import { connect } from 'node:net'
import type { Observation } from '../src/observe/observation.ts'
import type { Handler } from '../src/serve/http.ts'
import { type RunningServer, type ServerOptions, startServer } from '../src/serve/server.ts'

/** A server on a free port of the loopback, and what it told its observer. Closed by `await using`. */
export interface TestServer extends RunningServer, AsyncDisposable {
  readonly observations: readonly Observation[]
}

/** Starts a real server around `handler`; everything else has its defaults unless named. */
export async function serveForTest(
  handler: Handler,
  options: Partial<Omit<ServerOptions, 'handler'>> = {},
): Promise<TestServer> {
  const observations: Observation[] = []
  const server = await startServer({
    handler,
    meta: new Map(),
    gates: [],
    host: '127.0.0.1',
    port: 0,
    https: false,
    cors: { origins: [] },
    trustedProxies: [],
    observe: (observation) => void observations.push(observation),
    drainMs: 1000,
    ...options,
  })
  return { ...server, observations, [Symbol.asyncDispose]: () => server.close() }
}

/** What came back on a socket until it was closed, or until `until` matched. */
export interface RawAnswer {
  readonly text: string
  readonly status: number
  /** Bytes of the request that had been written when the answer was there. */
  readonly sent: number
}

/** Writes bytes as they are and reads what comes: for requests that no client would send. */
export function exchangeBytes(
  port: number,
  bytes: string,
  options: { readonly until?: RegExp; readonly flood?: boolean } = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    let sent = 0
    const flood = (): void => {
      const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`
      while (socket.writable && text === '' && socket.write(chunk)) sent += 65_536
    }
    const finish = (): void => {
      socket.destroy()
      resolve({ text, sent, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0) })
    }
    socket.on('data', (data) => {
      text += data.toString()
      if ((options.until ?? /\r\n\r\n/).test(text)) finish()
    })
    if (options.flood === true) socket.on('drain', flood)
    socket.on('error', () => undefined)
    socket.on('close', finish)
    socket.write(bytes)
    if (options.flood === true) flood()
  })
}
