/**
 * `node scripts/bootstrap.mjs <script or tool> [args]`: installs what is missing, finds a Node that
 * is new enough, and runs the script or tool with it. Plain JavaScript for any Node from 18 on.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { become, findNode, OLDEST_NODE, ROOT } from '../bin/node.mjs'

/** The tools that the package scripts name, and the files that start them. */
const TOOLS = {
  vitest: 'node_modules/vitest/vitest.mjs',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
}

process.chdir(ROOT)
if (!isInstalled()) install()
run(process.argv.slice(2))

function run(args) {
  const node = findNode()
  if (node === undefined) {
    return stop(
      `No Node ${OLDEST_NODE} or newer: this is ${process.version}, and no package brought one for ${process.platform} ${process.arch}. Run "npm ci --include=dev --include=optional", or install a newer Node.`,
    )
  }
  const bin = join(ROOT, 'node_modules', '.bin')
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }
  const expanded = args.map((argument, index) => (index === 0 && TOOLS[argument]) || argument)
  become(node, ['--conditions=source', ...expanded], env)
}

/**
 * Compares what was installed with the lock file, version by version. Optional packages are left
 * out, because most of them belong to other platforms; a missing Node is noticed by itself.
 */
function isInstalled() {
  const installed = packagesOf('node_modules/.package-lock.json')
  const wanted = Object.entries(packagesOf('package-lock.json')).filter(
    ([path, entry]) => path.startsWith('node_modules/') && !entry.optional && !entry.link,
  )
  return (
    findNode() !== undefined &&
    wanted.length > 0 &&
    wanted.every(([path, entry]) => installed[path]?.version === entry.version)
  )
}

function packagesOf(path) {
  if (!existsSync(path)) return {}
  return JSON.parse(readFileSync(path, 'utf8')).packages
}

function install() {
  process.stderr.write('Installing dependencies (npm ci) ... ')
  const began = Date.now()
  const { error, status, stdout, stderr } = npm([
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
  if (status !== 0) return stop(`failed\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`)
  process.stderr.write(`done in ${Math.round((Date.now() - began) / 1000)} s\n`)
}

/** The npm that started this script if it was npm, else the one on the path. */
function npm(args) {
  const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }
  const cli = process.env.npm_execpath
  if (cli !== undefined && basename(cli) === 'npm-cli.js') {
    return spawnSync(process.execPath, [cli, ...args], options)
  }
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}

function stop(message) {
  console.error(message)
  process.exit(1)
}
