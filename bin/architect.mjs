#!/usr/bin/env node
/** Starts the command line: from `dist` in the published package, from `src` in the repository. */
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { become, findNode, isNewEnough, OLDEST_NODE, ROOT } from './node.mjs'

if (isNewEnough(process.version)) await start()
else restart()

/** Only the repository brings a newer Node; whoever installed the package must bring one. */
function restart() {
  const node = findNode()
  if (node !== undefined) {
    const self = fileURLToPath(import.meta.url)
    return become(node, [...process.execArgv, self, ...process.argv.slice(2)], process.env)
  }
  console.error(
    `Backend Architect needs Node ${OLDEST_NODE} or newer, and this is ${process.version}. In a clone of the repository, npm ci brings one.`,
  )
  process.exit(1)
}

async function start() {
  keepCompiledCode()
  const fromSource = existsSync(join(ROOT, 'src', 'cli', 'main.ts'))
  hideTypeStrippingWarning()
  resolveOwnName(
    fromSource ? 'src/compile/blueprint/blueprint.ts' : 'dist/compile/blueprint/blueprint.js',
  )
  const entry = fromSource ? 'src/cli/main.ts' : 'dist/cli/main.js'
  const { main } = await import(pathToFileURL(join(ROOT, entry)).href)
  // The exit code is set, not forced: what is still being written may finish.
  process.exitCode = await main(process.argv.slice(2))
}

/**
 * Compiled code is kept from one start to the next: that saves a third of the start and, run from source, the memory of
 * the compiler. In our own folder, for what lies in a shared one could be replaced; where that is read-only, Node does without.
 */
function keepCompiledCode() {
  const folder = process.env['NODE_COMPILE_CACHE'] ?? join(ROOT, 'node_modules', '.cache', 'node')
  nodeModule.enableCompileCache(folder)
}

/**
 * A blueprint may lie in a folder without node_modules, or beside another copy of this package; it
 * always gets the copy that runs.
 */
function resolveOwnName(path) {
  const url = pathToFileURL(join(ROOT, path)).href
  nodeModule.registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'backend-architect' ? { url, shortCircuit: true } : next(specifier, context),
  })
}

/** Node 22 warns once that it strips types; a user can do nothing about it. */
function hideTypeStrippingWarning() {
  const emit = process.emitWarning.bind(process)
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).startsWith('Type Stripping is an experimental feature'))
      emit(warning, ...rest)
  }
}
