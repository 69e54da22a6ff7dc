import { openEmbedded } from '../src/engine/adapters/embedded.ts'
import { ArchitectError } from '../src/std/error.ts'

/**
 * A process with an embedded PostgreSQL, for tests that kill it. Prints one line of JSON when the server accepts
 * connections, or when it was refused; ends when its input ends or on SIGINT.
 */
const [dataDir = ''] = process.argv.slice(2)

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

try {
  const server = await openEmbedded({ dataDir })
  const end = () => void server.close().then(() => process.exit(0))
  process.once('SIGINT', end)
  process.stdin.once('end', end).resume()
  say({ url: server.url, pid: server.pid, dataDir: server.dataDir, notice: server.notice })
} catch (error) {
  if (!(error instanceof ArchitectError)) throw error
  say({ code: error.code, message: error.message })
}
