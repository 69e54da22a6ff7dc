/**
 * Finds a Node that can run this project and runs it. Plain JavaScript, because it has to work on a
 * Node that is too old for everything else.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** The first Node that loads TypeScript without a flag. */
export const OLDEST_NODE = '22.18'

/** Where the packages that bring Node put it. */
const OWN_NODE =
  process.platform === 'win32'
    ? join(ROOT, 'node_modules', `node-win-${process.arch}`, 'bin', 'node.exe')
    : join(ROOT, 'node_modules', '.bin', 'node')

/** How often a process that npm started looks whether npm's shell is still there. */
const PARENT_POLL_MS = 200

/**
 * Says whether a version such as `v24.1.0` is 22.18 or newer.
 * @param {string} version
 * @returns {boolean}
 */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/**
 * The repository's own Node if it is installed and starts, else the running one if it is new enough.
 * @returns {string | undefined} its path, or undefined when neither will do
 */
export function findNode() {
  if (existsSync(OWN_NODE) && starts(OWN_NODE)) return OWN_NODE
  return isNewEnough(process.version) ? process.execPath : undefined
}

/**
 * Runs a program to its end on this terminal and ends this process the same way.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function become(program, args, env) {
  const child = spawn(program, args, { stdio: 'inherit', env })
  // A terminal sends Ctrl-C to both processes already; a second one would mean "stop at once".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('exit', () => child.kill('SIGTERM'))
  if (env.npm_command !== undefined) onOrphaned(() => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(`${program} does not start: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0))
  })
}

/** npm passes SIGTERM to the shell it starts scripts with, and the shell dies of it without passing it on. */
function onOrphaned(end) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, PARENT_POLL_MS).unref()
}

/** A binary may be there and not start: built for another C library, or half installed. */
function starts(program) {
  try {
    return isNewEnough(execFileSync(program, ['--version'], { encoding: 'utf8' }).trim())
  } catch {
    return false
  }
}
