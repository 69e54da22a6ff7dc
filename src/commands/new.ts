import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ArchitectError, invariant } from '../std/error.ts'
import { type Command, type CommandContext, EXIT, type Outcome } from './command.ts'

/** Where each template lies below the product. */
const TEMPLATES: Readonly<Record<string, string>> = {
  blank: 'templates/blank',
  sharing: 'examples/sharing',
}
const PRODUCT = fileURLToPath(new URL('../..', import.meta.url))

export const create: Command = {
  name: 'new',
  summary: 'Make a new project: a blueprint, its settings, and nothing else',
  description:
    'Writes a project folder that `npm install` and `npx architect dev` bring to life. The folder must be empty or not exist. `blank` has one resource, `sharing` is the example of the guide.',
  effect: 'write',
  arguments: [{ name: 'dir', summary: 'Folder to make', required: true }],
  options: [
    {
      name: 'template',
      value: 'name',
      summary: 'What to start from (default: blank)',
      choices: Object.keys(TEMPLATES),
    },
  ],
  examples: ['architect new shop', 'architect new social --template sharing'],
  async run(input, context): Promise<Outcome> {
    const directory = resolve(
      context.directory,
      invariant(input.arguments['dir'], 'dir is required'),
    )
    refuseUsed(directory)
    const template = String(input.options['template'] ?? 'blank')
    const files = writeProject(directory, template, context)
    const where = relative(context.directory, directory) || '.'
    const text = [
      `Made ${where} from the template ${template}:`,
      ...files.map((file) => `  ${file}`),
      '',
      'Next:',
      `  cd ${where}`,
      '  npm install',
      '  npx architect dev',
    ].join('\n')
    return { exitCode: EXIT.ok, text, data: { directory, template, files } }
  },
}

function refuseUsed(directory: string): void {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return
  throw new ArchitectError('ARC518', `${directory} is not empty`, {
    detail: { remedy: 'Name a folder that is empty or does not exist yet' },
  })
}

function writeProject(directory: string, template: string, context: CommandContext): string[] {
  mkdirSync(directory, { recursive: true })
  const source = invariant(TEMPLATES[template], `no template ${template}`)
  cpSync(join(PRODUCT, source), directory, { recursive: true, filter: isTemplate })
  cpSync(join(PRODUCT, 'templates/blank/tsconfig.json'), join(directory, 'tsconfig.json'))
  const name = basename(directory)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
  writeFileSync(join(directory, 'package.json'), packageJson(name, context.version, directory))
  writeFileSync(join(directory, '.gitignore'), 'node_modules/\n.architect/\n')
  return readdirSync(directory).sort()
}

/** What running an example in its folder leaves there is no part of the template. */
function isTemplate(path: string): boolean {
  return !/[/\\](\.architect|node_modules|out)$/.test(path)
}

/** From a checkout the product is linked; from the registry it is the version that runs. */
function packageJson(name: string, version: string, directory: string): string {
  const installed = PRODUCT.includes('/node_modules/')
  const product = installed ? `^${version}` : `file:${relative(directory, PRODUCT)}`
  const { devDependencies } = JSON.parse(readFileSync(join(PRODUCT, 'package.json'), 'utf8')) as {
    devDependencies?: Record<string, string>
  } // our own manifest
  return `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts: { dev: 'architect dev', start: 'architect start', check: 'architect check' },
      dependencies: { 'backend-architect': product },
      devDependencies: { typescript: devDependencies?.['typescript'] ?? '^7.0.0' },
    },
    null,
    2,
  )}\n`
}
