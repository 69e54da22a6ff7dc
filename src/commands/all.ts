import { check } from './check.ts'
import type { Command } from './command.ts'
import { completionOf } from './completion.ts'
import { demo } from './demo.ts'
import { design } from './design.ts'
import { dev } from './dev.ts'
import { doctor } from './doctor.ts'
import { drift } from './drift.ts'
import { explain } from './explain.ts'
import { exportArtifacts } from './export.ts'
import { inspect } from './inspect.ts'
import { create } from './new.ts'
import { seed } from './seed.ts'
import { start } from './start.ts'
import { token } from './token.ts'

const WITHOUT_COMPLETION: readonly Command[] = [
  create,
  dev,
  start,
  demo,
  check,
  design,
  exportArtifacts,
  explain,
  token,
  seed,
  inspect,
  drift,
  doctor,
]

/** Everything the product can do: the only registration. */
export const COMMANDS: readonly Command[] = [
  ...WITHOUT_COMPLETION,
  completionOf(WITHOUT_COMPLETION),
]
