import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs'
import { join } from 'node:path'

/** Sees changes until it is closed. */
export interface FolderWatch {
  close(): void
}

const SOURCE = /\.(ts|mts|js|mjs)$/

/**
 * Calls `changed` after each change of a source file in a folder, or below it; packages and folders with a dot are
 * left out. Each folder is watched by itself: the recursive mode of Node follows files on Linux, loses one that an
 * editor replaces, and would watch the files of the database.
 */
export function watchFolder(root: string, changed: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>()
  const drop = (folder: string): void => {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  const add = (folder: string): void => {
    const watcher = watch(folder, (_event, file) => {
      const isNewFolder = follow()
      if (isNewFolder || file === null || SOURCE.test(file)) changed()
    })
    watcher.on('error', () => drop(folder))
    watchers.set(folder, watcher)
  }
  const follow = (): boolean => {
    const folders = foldersOf(root)
    const added = folders.filter((folder) => !watchers.has(folder))
    for (const folder of watchers.keys()) if (!folders.includes(folder)) drop(folder)
    added.forEach(add)
    return added.length > 0
  }
  follow()
  return { close: () => [...watchers.keys()].forEach(drop) }
}

/** The folder and all below it that may hold source files. */
function foldersOf(root: string): string[] {
  if (!existsSync(root)) return []
  const below = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
    .flatMap((entry) => foldersOf(join(root, entry.name)))
  return [root, ...below]
}
