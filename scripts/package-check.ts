/** `npm run package-check`: builds, then asks publint whether a stranger could install the result. */
import { spawnSync } from 'node:child_process'

const COMMANDS: readonly (readonly string[])[] = [
  ['--conditions=source', 'scripts/build.ts'],
  ['node_modules/publint/src/cli.js', '--strict'],
]

process.exitCode = COMMANDS.every(succeeds) ? 0 : 1

function succeeds(args: readonly string[]): boolean {
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}
