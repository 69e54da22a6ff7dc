import { existsSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Blueprint } from '../compile/blueprint/definition.ts'
import { ArchitectError } from '../std/error.ts'

/** Looked for in this order in the folder of a project. */
const NAMES = ['blueprint.ts', 'blueprint.mts', 'blueprint.js', 'blueprint.mjs', 'src/blueprint.ts']

/**
 * Where the blueprint of a project lies: the path given, or the first of the usual names in its folder.
 *
 * @throws {ArchitectError} ARC512 when there is none
 */
export function findBlueprint(directory: string, path: string | undefined): string {
  const start = resolve(directory, path ?? '.')
  if (existsSync(start) && statSync(start).isFile()) return start
  const found = NAMES.map((name) => join(start, name)).find((file) => existsSync(file))
  if (found) return found
  throw new ArchitectError('ARC512', `There is no blueprint in ${start}`, {
    detail: {
      remedy:
        'Run `architect new <dir>` to make one, or name the file: `--blueprint path/to/blueprint.ts`',
    },
  })
}

/**
 * Executes the author's file and gives what it exports by default. Each call executes it anew, with every
 * module of the project, so that `dev` sees a change; packages are loaded once.
 *
 * @throws {ArchitectError} ARC512 when the file cannot be executed or exports no backend
 */
export async function loadBlueprint(file: string): Promise<Blueprint> {
  const generation = nextGeneration(dirname(file))
  let module: { readonly default?: unknown }
  try {
    module = await import(`${pathToFileURL(file).href}?generation=${generation}`)
  } catch (cause) {
    throw new ArchitectError('ARC512', explain(file, cause), { cause })
  }
  if (isBlueprint(module.default)) return module.default
  throw new ArchitectError('ARC512', `${file} exports no backend`, {
    detail: { remedy: 'End the file with `export default s.backend({ ... })`' },
  })
}

const generations = { count: 0, root: '' }

/** From here on, modules below `root` are loaded under a new address. */
function nextGeneration(root: string): number {
  if (generations.count === 0) registerHooks({ resolve: resolveForProject })
  generations.count += 1
  generations.root = pathToFileURL(root).href
  return generations.count
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>

const resolveForProject: Resolve = (specifier, context, next) => {
  const resolved = next(specifier, context)
  const ours = resolved.url.startsWith(generations.root) && !resolved.url.includes('/node_modules/')
  if (!ours || resolved.url.includes('?generation=')) return resolved
  return { ...resolved, url: `${resolved.url}?generation=${generations.count}` }
}

function explain(file: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  const stack = cause instanceof Error ? (cause.stack ?? '') : ''
  const place = placeOfSyntax(stack) ?? placeIn(stack)
  return `${place ?? file} could not be loaded: ${message}`
}

/** What Node writes above the stack of a syntax error: file and line, the lines around it, and, but at the end of the file, a caret below the column. */
function placeOfSyntax(stack: string): string | undefined {
  const [, module, line, excerpt = ''] =
    /^(\S.*?)(?:\?generation=\d+)?:(\d+)\n([\s\S]*?)\n\w*Error\b/.exec(stack) ?? []
  if (module === undefined) return undefined
  const file = module.startsWith('file:') ? fileURLToPath(module) : module
  const indent = /^([ \t]*)\^/m.exec(excerpt)?.[1] ?? ''
  return `${file}:${line}:${indent.length + 1}`
}

/** The first line of the stack that lies in a file of the project. */
function placeIn(stack: string): string | undefined {
  const found = /file:\/\/[^\s)]*\?generation=\d+:\d+:\d+/.exec(stack)?.[0]
  if (!found) return undefined
  const [, url = '', position = ''] = /^(.*)\?generation=\d+(:\d+:\d+)$/.exec(found) ?? []
  return `${fileURLToPath(url)}${position}`
}

/** Only `s.backend` makes such an object; anything else in a default export is a mistake worth naming. */
function isBlueprint(value: unknown): value is Blueprint {
  return (
    typeof value === 'object' &&
    value !== null &&
    'parts' in value &&
    'resources' in value &&
    'identity' in value
  )
}
