import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedServer, openEmbedded } from '../../src/engine/adapters/embedded.ts'
import { exampleFolder, type Folder, folder } from './place.ts'
import { architect, ask, type Ended } from './process.ts'

let place: Folder
beforeAll(() => {
  place = exampleFolder()
})
afterAll(() => place[Symbol.dispose]())

async function said(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return await ask(args, { cwd: place.path, env })
}

describe('the command line', () => {
  test.each([
    { args: ['chekc'], says: /unknown command 'chekc'\n\(Did you mean check\?\)/ },
    { args: ['check', '--strcit'], says: /unknown option '--strcit'\n\(Did you mean --strict\?\)/ },
    { args: ['completion'], says: /missing required argument 'shell'/ },
    { args: ['completion', 'bsh'], says: /'bsh' is none of the shells/ },
    { args: ['new', 'x', '--template', 'shop'], says: /Allowed choices are blank, sharing/ },
    { args: ['new', '.'], says: /ARC518 \S+ is not empty\n {2}→ Name a folder/ },
  ])('$args is refused with exit code 2 and a way out', async ({ args, says }) => {
    const { code, stdout, stderr } = await said(args)
    expect(stderr).toMatch(says)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})

describe('settings', () => {
  const WRONG = {
    PORT: '99999',
    LOG_LEVEL: 'loud',
    ARCHITECT_POOL_SIZE: '0',
    ARCHITECT_POTR: '1',
    DATABASE_URL: 'mysql://ada:opensesame@h/d',
  }

  test('all wrong ones are named at once, a misspelt one as well, and no secret is printed', async () => {
    const { code, stdout, stderr } = await said(['dev'], WRONG)
    for (const name of ['PORT', 'LOG_LEVEL', 'ARCHITECT_POOL_SIZE', 'DATABASE_URL']) {
      expect(stderr).toMatch(new RegExp(`^${name} error ${name} must be`, 'm'))
    }
    expect(stderr).toContain('ARCHITECT_POTR is no setting and has no effect')
    expect(stderr).toContain('ARC511 The settings are wrong')
    expect(stdout + stderr).not.toContain('opensesame')
    expect(code).toBe(2)
  })

  test('as JSON they are findings with their place', async () => {
    const { code, stdout } = await said(['dev', '--json'], WRONG)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'ARC511' },
      findings: expect.arrayContaining([
        expect.objectContaining({ severity: 'error', place: { kind: 'setting', name: 'PORT' } }),
      ]),
    })
    expect(code).toBe(2)
  })

  test('production without its secrets names each of them', async () => {
    const { code, stderr } = await said(['start'], { ARCHITECT_ENV: 'production' })
    for (const name of ['CURSOR_SECRET', 'JWT_KEYS', 'JWT_ISSUER', 'JWT_AUDIENCE']) {
      expect(stderr).toContain(`ARCHITECT_${name} must be set in production`)
    }
    expect(code).toBe(2)
  })

  test('start without a database says what to set', async () => {
    const { code, stderr } = await said(['start'])
    expect(stderr).toMatch(/ARC511 DATABASE_URL is not set\n {2}→ Set it to a PostgreSQL/)
    expect(code).toBe(2)
  })
})

describe('blueprints', () => {
  function blueprintOf(name: string, source: string | undefined): string {
    const path = join(place.path, name)
    mkdirSync(path, { recursive: true })
    if (source !== undefined) writeFileSync(join(path, 'blueprint.ts'), source)
    return name
  }

  test.each([
    { name: 'none', source: undefined, says: /ARC512 There is no blueprint in \S+none\n {2}→ Run/ },
    {
      name: 'syntax',
      source: 'export default s.backend({\n  name: ,\n})\n',
      says: /ARC512 \S+blueprint\.ts:2:9 could not be loaded: Expression expected/,
    },
    {
      name: 'enum',
      source: 'const a = 1\n  enum B { C }\nexport default a\n',
      says: /ARC512 \S+blueprint\.ts:2:3 could not be loaded: TypeScript enum is not supported/,
    },
    {
      name: 'throws',
      source: 'function make() {\n  return nosuch(1)\n}\nexport default make()\n',
      says: /ARC512 \S+blueprint\.ts:2:\d+ could not be loaded: nosuch is not defined/,
    },
    {
      name: 'other',
      source: 'export default 3\n',
      says: /ARC512 \S+ exports no backend\n {2}→ End/,
    },
    {
      name: 'import',
      source: "import './nowhere.ts'\nexport default 1\n",
      says: /ARC512 \S+ could not be loaded: Cannot find module '\S+nowhere\.ts'/,
    },
  ])('$name: the place is told, with exit code 1', async ({ name, source, says }) => {
    const { code, stderr } = await said(['check', '--blueprint', blueprintOf(name, source)])
    expect(stderr).toMatch(says)
    expect(stderr).not.toContain('    at ')
    expect(code).toBe(1)
  })

  const mistaken = (): string =>
    readFileSync(join(place.path, 'blueprint.ts'), 'utf8')
      .replace("filter: ['owner', 'visibility']", "filter: ['ownr', 'visibility']")
      .replace("'-publishedAt'],", "'-publishdAt'],")
      .replace("role('moderator'),", "role('moderatr'),")

  test('several mistakes are all told, each at its literal, and dev does not start', async () => {
    const name = blueprintOf('several', mistaken())
    const lines = mistaken().split('\n')
    for (const command of ['check', 'dev']) {
      const { code, stderr } = await said([command, '--blueprint', name])
      for (const literal of ["'ownr'", "'-publishdAt'"]) {
        const line = lines.findIndex((text) => text.includes(literal)) + 1
        const column = (lines[line - 1] ?? '').indexOf(literal) + 1
        expect(stderr).toContain(`several/blueprint.ts:${line}:${column} error`)
      }
      expect(stderr).toContain('did you mean moderator?')
      expect(code).toBe(1)
    }
  })

  test('as JSON they are findings', async () => {
    const { code, stdout } = await said([
      'check',
      '--json',
      '--blueprint',
      blueprintOf('several', mistaken()),
    ])
    const place = { kind: 'file', file: expect.stringMatching(/blueprint\.ts$/) }
    expect(JSON.parse(stdout).findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          rule: 'unknown-field',
          severity: 'error',
          message: expect.stringContaining('did you mean owner?'),
          place: expect.objectContaining({ ...place, line: expect.any(Number) }),
          help: expect.any(String),
        }),
      ]),
    )
    expect(code).toBe(1)
  })

  test('a sound one has exit code 0', async () => {
    const { code, stdout } = await said(['check'])
    expect(stdout).toMatch(/^0 errors, 0 warnings/)
    expect(code).toBe(0)
  })
})

describe('the world around', () => {
  let server: EmbeddedServer
  let data: Folder
  beforeAll(async () => {
    data = folder()
    server = await openEmbedded({ dataDir: join(data.path, 'data'), transport: 'loopback' })
  })
  afterAll(async () => {
    await server.close()
    data[Symbol.dispose]()
  })

  test.each([
    {
      what: 'a wrong password',
      part: 'password',
      value: 'opensesame',
      says: 'the user or password was refused',
    },
    {
      what: 'an unknown database',
      part: 'pathname',
      value: '/nosuch',
      says: 'the database does not exist',
    },
    {
      what: 'a port where nobody listens',
      part: 'port',
      value: '1',
      says: 'PostgreSQL is unreachable',
    },
  ])('$what is told with ARC514, without the password', async ({ part, value, says }) => {
    const changed = new URL(server.url)
    Reflect.set(changed, part, value)
    const url = changed.href
    const { code, stdout, stderr } = await said(['dev'], { DATABASE_URL: url })
    expect(stderr).toMatch(
      /^ARC514 PostgreSQL at 127\.0\.0\.1:\d+, database "\w+", user "postgres"/m,
    )
    expect(stderr).toContain(says)
    expect(stdout + stderr).not.toContain(new URL(url).password)
    expect(code).toBe(4)
  })

  test('a port in use is told with ARC516', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    try {
      const { code, stderr } = await said(['dev', '--port', String(port)])
      expect(stderr).toMatch(new RegExp(`^ARC516 .*${port}`, 'm'))
      expect(code).toBe(4)
    } finally {
      taken.close()
    }
  })

  test('a data folder in use by another process is told with ARC515', async () => {
    await using first = architect(['dev'], { cwd: place.path })
    await first.says(/Serving sharing at/)
    const { code, stderr } = await said(['dev'])
    expect(stderr).toMatch(
      new RegExp(`ARC515 The data folder \\S+ is in use by process ${first.pid}`),
    )
    expect(code).toBe(4)
    first.signal('SIGINT')
    expect((await first.ended()).code).toBe(0)
  })
})
