import { COMMANDS } from '../../src/commands/all.ts'
import { commandsPage } from '../../src/commands/commands-page.ts'
import { configurationPage } from '../../src/config.ts'

/** The pages that are printed from the code, by their path from the root of the repository. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/guide/commands.md', commandsPage(COMMANDS)],
    ['docs/guide/configuration.md', configurationPage()],
  ])
}
