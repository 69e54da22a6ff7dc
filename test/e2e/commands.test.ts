import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS } from '../../src/commands/all.ts'
import { call } from './backend.ts'
import { exampleFolder, type Folder } from './place.ts'
import { architect, ask, type Ended, type Running } from './process.ts'

let place: Folder
let dev: Running
let url: string

async function said(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return await ask(args, { cwd: place.path, env })
}

beforeAll(async () => {
  place = exampleFolder()
  dev = architect(['dev'], { cwd: place.path })
  url = (await dev.says(/Serving sharing at (\S+),/))[1] ?? ''
})

afterAll(async () => {
  dev.signal('SIGINT')
  await dev.ended()
  place[Symbol.dispose]()
})

test('seed fills the empty tables of the running backend, and never a second time', async () => {
  const { code, stdout } = await said(['seed'])
  expect(stdout).toContain('share: 5200')
  expect(code).toBe(0)
  const again = await said(['seed'])
  expect(again.stderr).toMatch(/ARC402 The tables are not empty/)
  expect(again.code).toBe(3)
})

test('a token by handle, in any case its role with it, is accepted by the running backend', async () => {
  const { code, stdout } = await said(['token', '--as', 'mod', '--quiet'])
  const token = stdout.trim()
  expect(code).toBe(0)
  expect(decodeJwt(token)).toMatchObject({ roles: ['moderator'], aud: 'sharing' })
  const answer = await call(`${url}/v1/shares?visibility=private&limit=1`, { token })
  expect(answer).toMatchObject({ status: 200, body: { data: [{ visibility: 'private' }] } })
})

test('a token by id, with another role and a shorter life, says so', async () => {
  const byHandle = JSON.parse((await said(['token', '--as', 'ada', '--json'])).stdout)
  const args = ['token', '--as', byHandle.subject, '--role', 'admin', '--ttl', '15m', '--json']
  const byId = JSON.parse((await said(args)).stdout)
  expect(byId).toMatchObject({
    subject: byHandle.subject,
    roles: ['admin'],
    expiresInSeconds: 900,
  })
  const { iat = 0, exp = 0 } = decodeJwt(byId.token)
  expect(exp - iat).toBe(900)
})

test.each([
  { args: [], code: 2, says: /ARC101 --as is missing\n {2}→ Name who calls/ },
  { args: ['--as', 'nobody_here'], code: 4, says: /ARC301 There is no user 'nobody_here'\n {2}→/ },
  {
    args: ['--as', 'ada', '--role', 'king'],
    code: 2,
    says: /ARC101 There is no role 'king'\n.*admin/,
  },
  { args: ['--as', 'ada', '--ttl', 'soon'], code: 2, says: /ARC101 'soon' is no duration/ },
  { args: ['--as', 'ada', '--ttl', '2d'], code: 2, says: /ARC101 '2d' is .*\n.*at most 1d/ },
])('no token for $args', async ({ args, code, says }) => {
  const outcome = await said(['token', ...args])
  expect(outcome.stderr).toMatch(says)
  expect(outcome.stdout).toBe('')
  expect(outcome.code).toBe(code)
})

test('no token in production, even with every secret at hand', async () => {
  const keys = await (await import('../../src/serve/tokens.ts')).generateKeys()
  const { code, stdout, stderr } = await said(['token', '--as', 'ada'], {
    ARCHITECT_ENV: 'production',
    ARCHITECT_JWT_KEYS: JSON.stringify(keys),
    ARCHITECT_JWT_ISSUER: 'https://issuer.example.com',
    ARCHITECT_JWT_AUDIENCE: 'sharing',
    ARCHITECT_CURSOR_SECRET: 'x'.repeat(32),
  })
  expect(stderr).toMatch(/ARC202 Tokens are made by this command in development only/)
  expect(stdout).toBe('')
  expect(code).not.toBe(0)
})

test('doctor finds a sound project, and names what is not', async () => {
  const sound = await said(['doctor'])
  expect(sound.stdout).toMatch(/✓ Node[\s\S]*✓ folder[\s\S]*✓ blueprint[\s\S]*✓ database/)
  expect(sound.code).toBe(0)
  const args = ['doctor', '--database-url', 'postgresql://ada:opensesame@127.0.0.1:1/x']
  const unsound = await said(args)
  expect(unsound.stderr).toMatch(/✓ blueprint[\s\S]*✗ database +ARC514/)
  expect(unsound.stderr).not.toContain('opensesame')
  expect(unsound.code).toBe(4)
})

test.each(['bash', 'zsh', 'fish'])(
  'the completion script of %s is one that the shell reads',
  async (shell) => {
    const { code, stdout } = await said(['completion', shell])
    expect(code).toBe(0)
    for (const { name } of COMMANDS) expect(stdout).toContain(name)
    if (spawnSync(shell, ['-c', 'exit 0']).status !== 0) return // The words are checked; the shell is not here.
    const file = join(place.path, `completion.${shell}`)
    writeFileSync(file, stdout)
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  },
)

test('bash completes commands, options and shells', () => {
  const complete = (words: string): string =>
    spawnSync(
      'bash',
      [
        '-c',
        `source <("$0" "$1" completion bash); COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _architect; echo "\${COMPREPLY[@]}"`,
        process.execPath,
        'bin/architect.mjs',
      ],
      { encoding: 'utf8' },
    ).stdout.trim()
  expect(complete('architect chec')).toBe('check')
  expect(complete('architect check --st')).toBe('--strict')
  expect(complete('architect completion z')).toBe('zsh')
})

test.each(COMMANDS.map(({ name }) => name))(
  'architect %s --help says what it is for and how',
  async (name) => {
    const { code, stdout } = await said([name, '--help'])
    expect(stdout).toMatch(new RegExp(`^Usage: architect ${name}`))
    expect(stdout).toMatch(/Examples:\n {2}\$ \S/)
    expect(code).toBe(0)
  },
)

test('the reader of a long answer may stop reading', () => {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    [
      '-c',
      'set -o pipefail; "$0" bin/architect.mjs design --blueprint examples/sharing | head -1',
      process.execPath,
    ],
    { encoding: 'utf8' },
  )
  expect(stdout).toMatch(/^# /)
  expect(stderr).not.toContain('EPIPE')
  expect(status).toBe(0)
})
