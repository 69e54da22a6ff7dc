import { ArchitectError, type ErrorCode } from '../std/error.ts'
import type { Finding } from '../std/finding.ts'
import {
  type Command,
  type CommandContext,
  type CommandInput,
  EXIT,
  type Outcome,
} from './command.ts'

/**
 * Runs a command: the only gate through which every face goes. A refusal becomes an outcome with its code,
 * cause and remedy; a bug is thrown on.
 */
export async function runCommand(
  command: Command,
  input: CommandInput,
  context: CommandContext,
): Promise<Outcome> {
  try {
    return await command.run(input, context)
  } catch (error) {
    if (error instanceof ArchitectError) return refusal(error)
    throw error
  }
}

/** A refusal as an outcome, for people and for `--json`. */
export function refusal(error: ArchitectError): Outcome {
  const { code, message, faults, detail } = error
  const remedy = typeof detail['remedy'] === 'string' ? detail['remedy'] : undefined
  const findings = isFindings(detail['findings']) ? detail['findings'] : undefined
  const lines = [
    `${code} ${message}`,
    ...faults.map((fault) => `  ${fault.pointer}: ${fault.message}`),
    ...(remedy ? [`  → ${remedy}`] : []),
  ]
  return {
    exitCode: EXIT_OF[code] ?? EXIT.environment,
    text: lines.join('\n'),
    data: {
      error: { code, message, faults, ...(remedy ? { remedy } : {}) },
      ...(findings ? { findings } : {}),
    },
    ...(findings ? { findings } : {}),
  }
}

const EXIT_OF: Readonly<Partial<Record<ErrorCode, number>>> = {
  ARC101: EXIT.usage,
  ARC401: EXIT.refused,
  ARC402: EXIT.refused,
  ARC511: EXIT.usage,
  ARC512: EXIT.findings,
  ARC513: EXIT.findings,
  ARC518: EXIT.usage,
}

function isFindings(value: unknown): value is readonly Finding[] {
  return Array.isArray(value)
}
