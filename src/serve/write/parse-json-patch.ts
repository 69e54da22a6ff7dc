import type { Fault } from '../../std/error.ts'
import { unknownName } from '../parse/faults.ts'
import type { Names } from '../plan/names.ts'
import type { JsonPatchOperation, Patch } from '../request.ts'
import { refuseFaults } from './field-class.ts'
import { parsePointer } from './json-patch.ts'
import { pointer } from './json-reader.ts'
import { routeNames, type WriteRoute } from './write-route.ts'

/** Operations of one patch. */
const MAX_OPERATIONS = 50
const OPERATIONS: readonly string[] = ['add', 'remove', 'replace', 'move', 'copy', 'test']

/**
 * A JSON patch in today's names. Whether its values are right is known when it is applied.
 * @throws {ArchitectError} ARC102 with every fault and its pointer into the patch.
 * @see https://www.rfc-editor.org/rfc/rfc6902
 */
export function parseJsonPatch(body: unknown, route: WriteRoute): Patch {
  const names = routeNames(route)
  if (!Array.isArray(body))
    refuseFaults([{ pointer: '', code: 'wrong-type', message: 'must be array' }])
  const steps: readonly unknown[] = Array.isArray(body) ? body : []
  if (steps.length > MAX_OPERATIONS) {
    refuseFaults([
      { pointer: '', code: 'too-long', message: `has more than ${MAX_OPERATIONS} operations` },
    ])
  }
  const parsed = steps.map((step, i) => parseStep(step, i, names))
  refuseFaults(parsed.flatMap(({ faults }) => faults))
  return { kind: 'json-patch', operations: parsed.flatMap(({ operation }) => operation ?? []) }
}

interface Step {
  readonly operation?: JsonPatchOperation
  readonly faults: readonly Fault[]
}

function parseStep(step: unknown, i: number, names: Names): Step {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) {
    return { faults: [{ pointer: pointer([i]), code: 'wrong-type', message: 'must be object' }] }
  }
  const members: Readonly<Record<string, unknown>> = { ...step }
  const op = OPERATIONS.find((name): name is JsonPatchOperation['op'] => name === members['op'])
  if (op === undefined) {
    return {
      faults: [
        {
          pointer: pointer([i, 'op']),
          code: 'not-one-of',
          message: `is one of ${OPERATIONS.join(', ')}`,
        },
      ],
    }
  }
  const from = op === 'move' || op === 'copy' ? place(members, 'from', { i, names }) : undefined
  const path = place(members, 'path', { i, names })
  const faults = [...path.faults, ...(from?.faults ?? []), ...valueMissing(members, op, i)]
  if (faults.length > 0) return { faults }
  const value = Object.hasOwn(members, 'value') ? { value: members['value'] } : {}
  return {
    faults,
    operation: {
      op,
      path: path.text,
      ...(from === undefined ? {} : { from: from.text }),
      ...value,
    },
  }
}

function valueMissing(
  members: Readonly<Record<string, unknown>>,
  op: string,
  i: number,
): readonly Fault[] {
  if (!['add', 'replace', 'test'].includes(op) || Object.hasOwn(members, 'value')) return []
  return [{ pointer: pointer([i, 'value']), code: 'required', message: 'is required' }]
}

/** A pointer whose first token is a field, in today's name. */
function place(
  members: Readonly<Record<string, unknown>>,
  member: 'path' | 'from',
  { i, names }: { readonly i: number; readonly names: Names },
): { readonly text: string; readonly faults: readonly Fault[] } {
  const at = pointer([i, member])
  const text = members[member]
  const tokens = typeof text === 'string' ? parsePointer(text) : undefined
  const [first, ...rest] = tokens ?? []
  if (first === undefined) {
    return {
      text: '',
      faults: [{ pointer: at, code: 'format', message: 'is no JSON pointer to a field' }],
    }
  }
  const today = names.today.get(first)
  if (today !== undefined) return { text: pointer([today, ...rest]), faults: [] }
  return {
    text: '',
    faults: [
      { pointer: at, code: 'unknown-field', message: unknownName(first, [...names.today.keys()]) },
    ],
  }
}
