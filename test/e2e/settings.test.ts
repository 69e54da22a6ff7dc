import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEmbedded } from '../../src/engine/adapters/embedded.ts'
import { openPostgres } from '../../src/engine/adapters/postgres.ts'
import { compile, sql } from '../../src/sql/sql.ts'
import { call, demoOf } from './backend.ts'
import { eventually, exampleFolder, folder, processesNaming } from './place.ts'
import { ARCHITECT, architect, ask, ROOT, run } from './process.ts'

const NOBODY = 65_534

/** A port that nobody listens on. */
function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

test('PORT and HOST say where; unset, nobody but this machine is answered', async () => {
  using place = exampleFolder()
  const port = await freePort()
  await using dev = architect(['dev'], { cwd: place.path, env: { PORT: String(port) } })
  await dev.says(new RegExp(`Serving sharing at http://127\\.0\\.0\\.1:${port},`))
  expect((await call(`http://127.0.0.1:${port}/v1/shares`)).status).toBe(200)
  const other = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
  if (other) await expect(call(`http://${other}:${port}/v1/shares`)).rejects.toThrow()
  dev.signal('SIGINT')
  await dev.ended()

  const env = { PORT: String(port), HOST: '0.0.0.0' }
  await using open = architect(['dev'], { cwd: place.path, env })
  await open.says(/Serving sharing at http/)
  expect((await call(`http://127.0.0.2:${port}/v1/shares`)).status).toBe(200)
  open.signal('SIGINT')
  await open.ended()
})

test('a flag wins over the environment', async () => {
  using place = exampleFolder()
  const port = await freePort()
  const args = ['dev', '--port', String(port)]
  await using dev = architect(args, { cwd: place.path, env: { PORT: '1' } })
  await dev.says(new RegExp(`127\\.0\\.0\\.1:${port},`))
})

test('DATABASE_URL is used, and no other PostgreSQL is started', async () => {
  using place = exampleFolder()
  using data = folder()
  const server = await openEmbedded({ dataDir: join(data.path, 'data'), transport: 'loopback' })
  try {
    await using demo = architect(['dev'], { cwd: place.path, env: { DATABASE_URL: server.url } })
    await demo.says(/Serving sharing at/)
    expect(demo.said()).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+\/postgres/)
    expect(demo.said()).not.toContain(new URL(server.url).password)
    expect(existsSync(join(place.path, '.architect/data'))).toBe(false)
    const seeded = await ask(['seed'], { cwd: place.path, env: { DATABASE_URL: server.url } })
    expect(seeded.code).toBe(0)
    const database = await openPostgres({ url: server.url })
    const { rows } = await database.query(compile(sql`select count(*) from shares`))
    expect(rows).toEqual([['5200']])
    await database.close()
    demo.signal('SIGTERM')
    expect((await demo.ended()).code).toBe(0)
  } finally {
    await server.close()
  }
})

test('ARCHITECT_DATA_DIR moves the data, and the lock of a process that died is taken over', async () => {
  using place = exampleFolder()
  using data = folder()
  const env = { ARCHITECT_DATA_DIR: join(data.path, 'elsewhere') }
  await using first = architect(['dev'], { cwd: place.path, env })
  await first.says(/Serving sharing at/)
  expect(existsSync(join(data.path, 'elsewhere/lock.json'))).toBe(true)
  first.signal('SIGKILL')
  await first.ended()
  await eventually(
    () => processesNaming(data.path),
    (left) => left.length === 0,
  )
  expect(existsSync(join(data.path, 'elsewhere/lock.json'))).toBe(true)
  await using second = architect(['dev'], { cwd: place.path, env })
  await second.says(/Serving sharing at/)
  second.signal('SIGINT')
  expect((await second.ended()).code).toBe(0)
  expect(existsSync(join(data.path, 'elsewhere/lock.json'))).toBe(false)
})

test('the lock of another program that got the same process id is taken over', async () => {
  using place = exampleFolder()
  const data = join(place.path, '.architect/data')
  mkdirSync(data, { recursive: true })
  const lock = { pid: process.pid, start: 'another boot 1', nonce: 'other' }
  writeFileSync(join(data, 'lock.json'), JSON.stringify(lock))
  await using dev = architect(['dev'], { cwd: place.path })
  await dev.says(/Serving sharing at/)
})

test('what is secret is readable by its owner alone', async () => {
  using place = exampleFolder()
  await using dev = architect(['dev'], { cwd: place.path })
  await dev.says(/Serving sharing at/)
  const modeOf = (path: string): number =>
    statSync(join(place.path, '.architect', path)).mode & 0o777
  expect(modeOf('development-keys.json')).toBe(0o600)
  expect(modeOf('run.json')).toBe(0o600)
  expect(modeOf('data')).toBe(0o700)
})

test('the demo runs as a user without rights', async (context) => {
  if (process.getuid?.() !== 0) return context.skip('only root can become another user')
  using place = folder()
  for (const path of [
    'bin',
    'src',
    'examples',
    'package.json',
    'tsconfig.json',
    'docs',
    'schemas',
  ]) {
    cpSync(join(ROOT, path), join(place.path, path), {
      recursive: true,
      filter: (source) => !source.includes('.architect'),
    })
  }
  cpSync(join(ROOT, 'node_modules'), join(place.path, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  chownAll(place.path)
  const program = ARCHITECT.replace(ROOT, `${place.path}/`)
  const args = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  const node = join(place.path, 'node_modules/.bin/node')
  await using demo = run('setpriv', [...args, node, program, 'demo'], { cwd: place.path })
  const { url, tokens } = await demoOf(demo)
  expect((await call(`${url}/v1/shares`, { token: tokens['ada'] })).status).toBe(200)
  demo.signal('SIGINT')
  await demo.ended()
  await eventually(
    () => processesNaming(place.path),
    (left) => left.length === 0,
  )
})

/** The example's folder is the one that is written to. */
function chownAll(root: string): void {
  for (const path of [root, join(root, 'examples/sharing')]) {
    chownSync(path, NOBODY, NOBODY)
    chmodSync(path, 0o755)
  }
}
