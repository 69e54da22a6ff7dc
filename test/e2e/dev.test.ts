import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../src/engine/adapters/postgres.ts'
import { compile, sql } from '../../src/sql/sql.ts'
import { call } from './backend.ts'
import { eventually, type Folder, folder, processesNaming } from './place.ts'
import { architect, ask, type Running, run } from './process.ts'

/** `npm install` links the checkout and asks the registry for TypeScript. */
const INSTALL_MS = 90_000

let place: Folder
beforeAll(() => {
  place = folder()
})
afterAll(() => place[Symbol.dispose]())

/** Runs `npx architect` in a project, as its reader is told to. */
function npx(project: string, args: readonly string[]): Running {
  return run('npx', ['architect', ...args], { cwd: project })
}

async function install(project: string): Promise<void> {
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund']
  await using npm = run('npm', args, { cwd: project, deadlineMs: INSTALL_MS })
  const { code } = await npm.ended()
  expect(code, npm.said()).toBe(0)
}

test.each([
  { template: 'blank', path: '/v1/notes', status: 401 },
  { template: 'sharing', path: '/v1/shares', status: 200 },
])(
  'a project from the template $template is checked and served with what its reader is told to type',
  {
    timeout: 2 * INSTALL_MS,
  },
  async ({ template, path, status }) => {
    const made = await ask(['new', template, '--template', template], { cwd: place.path })
    expect(made.stdout).toMatch(/Next:\n {2}cd \w+\n {2}npm install\n {2}npx architect dev/)
    const project = join(place.path, template)
    await install(project)

    await using check = npx(project, ['check'])
    expect((await check.ended()).stdout).toMatch(/^0 errors, 0 warnings/)

    await using dev = npx(project, ['dev'])
    const [, url] = await dev.says(/Serving \w+ at (\S+),/)
    expect((await call(`${url}${path}`)).status).toBe(status)
    expect((await call(`${url}/health/ready`)).status).toBe(200)
    dev.signal('SIGTERM')
    await dev.ended()
    await eventually(
      () => processesNaming(project),
      (left) => left.length === 0,
    )
  },
)

/** The connections of the server, as PostgreSQL sees them from another one. */
async function connectionsOf(project: string): Promise<readonly (string | null)[]> {
  const { databaseUrl } = JSON.parse(readFileSync(join(project, '.architect/run.json'), 'utf8'))
  const database = await openPostgres({ url: databaseUrl, sharedConnections: 1, poolSize: 1 })
  try {
    const { rows } = await database.query(
      compile(sql`
        select pid from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid() and backend_start < now()
        order by pid`),
    )
    return rows.map(([pid]) => pid ?? null)
  } finally {
    await database.close()
  }
}

test('dev follows every change of the blueprint and keeps serving through broken ones', async () => {
  await ask(['new', 'followed'], { cwd: place.path })
  const project = join(place.path, 'followed')
  const file = join(project, 'blueprint.ts')
  const sound = readFileSync(file, 'utf8')
  await using dev = architect(['dev'], { cwd: project })
  const [, url] = await dev.says(/Serving notes at (\S+),/)
  const before = await connectionsOf(project)

  const wider = sound.replace(
    'body: text().max(10_000).optional(),',
    "body: text().max(10_000).optional(),\n      mood: oneOf('good', 'bad').default('good'),",
  )
  const changed = dev.said().length
  writeFileSync(file, wider)
  const [, ms] = await dev.says(/Reloaded in (\d+) ms, added 1 column/, changed)
  expect(Number(ms)).toBeLessThan(1000)
  const schema = async (): Promise<string> =>
    JSON.stringify((await call(`${url}/openapi.json`)).body)
  expect(await schema()).toContain('"mood"')

  const broken = dev.said().length
  writeFileSync(file, wider.replace("filter: ['owner']", "filter: ['ownr']"))
  await dev.says(/blueprint\.ts:\d+:\d+ error note has no field ownr[\s\S]*keeps serving/, broken)
  const unreadable = dev.said().length
  writeFileSync(file, `${wider}\nexport const x = [1,\n`)
  await dev.says(
    /ARC512 \S+blueprint\.ts:\d+:\d+ could not be loaded[\s\S]*keeps serving/,
    unreadable,
  )
  expect((await call(`${url}/v1/notes`)).status).toBe(401)
  expect(await schema()).toContain('"mood"')

  const repaired = dev.said().length
  writeFileSync(file, wider)
  await dev.says(/Reloaded in \d+ ms/, repaired)
  expect(await connectionsOf(project)).toEqual(before)
  dev.signal('SIGINT')
  expect((await dev.ended()).code).toBe(0)
})
