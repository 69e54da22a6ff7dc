/** `npm run build`: JavaScript and declarations in `dist`, beside the files of the API explorer. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'

/** What the page at /docs loads, and the licences that go with it. */
const EXPLORER = ['swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE']

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  { stdio: 'inherit' },
)
mkdirSync('dist/explorer', { recursive: true })
for (const file of EXPLORER) {
  cpSync(`node_modules/swagger-ui-dist/${file}`, `dist/explorer/${file}`)
}
process.exitCode = status ?? 1
