/** `npm run bench:peers`: other products beside the unit and ours. Installs each in its own folder first. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compare } from './compare.ts'
import { platformatic } from './dialects/platformatic.ts'
import { rest } from './dialects/rest.ts'
import { readOptions } from './options.ts'
import { OWN_PROGRAMS, type Program, script } from './programs.ts'
import { conclude } from './report/conclude.ts'

const PEERS: readonly Program[] = [
  {
    name: 'platformatic',
    title: 'Platformatic DB 3.67',
    dialect: platformatic,
    command: (place) => script('./peers/platformatic/program.js', place),
  },
  {
    name: 'nest-prisma',
    title: 'NestJS 12.5 + Prisma 7.10',
    dialect: rest,
    command: (place) => script('./peers/nest-prisma/program.js', place),
  },
]

const options = readOptions(process.argv.slice(2))
const isWanted = ({ name }: Program): boolean => options.programs?.includes(name) ?? true
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const peers = PEERS.filter(isWanted)
for (const { name } of peers) install(name)
const own = OWN_PROGRAMS.filter(({ name }) => name !== 'fastify').filter(isWanted)
conclude('peers', await compare([...own, ...peers], options, say), options.json)

/** Exactly what its lock file says, once. Scripts of packages do not run; the peer's own `prepare-peer` does. */
function install(name: string): void {
  const folder = join(import.meta.dirname, 'peers', name)
  if (existsSync(join(folder, 'node_modules'))) return
  say(`installing ${name}`)
  npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  npm(folder, ['run', '--if-present', '--silent', 'prepare-peer'])
}

function npm(folder: string, args: readonly string[]): void {
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error(`npm ${args[0]} failed in ${folder}`)
}
