import type { Fault } from '../../std/error.ts'
import { unknownName } from '../parse/faults.ts'
import type { BulkRequest } from '../request.ts'
import { bodyValidator } from './body-validator.ts'
import { refuseFaults } from './field-class.ts'
import { pointer } from './json-reader.ts'
import { routeNames, toToday, type WriteRoute } from './write-route.ts'

/** Items of one bulk. */
const MAX_ITEMS = 1000
/** Faults of a whole bulk that are told. */
const MAX_FAULTS = 100
const MEMBERS = ['mode', 'items']

/**
 * The items of a bulk. In mode `all` one bad item refuses all; in mode `each` it is refused alone.
 * @throws {ArchitectError} ARC102 with every fault and its pointer.
 */
export function parseBulk(
  body: unknown,
  route: WriteRoute,
): Pick<BulkRequest, 'items' | 'mode' | 'refused'> {
  const { mode, items } = envelope(body)
  const names = routeNames(route)
  const validate = bodyValidator(route.resource, route.version, 'create')
  const refused = new Map<number, readonly Fault[]>()
  for (const [i, item] of items.entries()) {
    const faults = validate(item)
    if (faults.length > 0) refused.set(i, faults)
  }
  if (mode === 'all') refuseFaults(placed(refused))
  return { mode, items: items.map((item) => toToday(item, names)), refused }
}

function envelope(body: unknown): {
  readonly mode: 'all' | 'each'
  readonly items: readonly unknown[]
} {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    refuseFaults([{ pointer: '', code: 'wrong-type', message: 'must be object' }])
  }
  const members: Readonly<Record<string, unknown>> = { ...Object(body) }
  const mode = members['mode'] === 'each' ? 'each' : 'all'
  const items = Array.isArray(members['items']) ? members['items'] : []
  refuseFaults([
    ...strangers(members),
    ...modeFaults(members['mode']),
    ...itemsFaults(members['items']),
  ])
  return { mode, items }
}

function strangers(members: Readonly<Record<string, unknown>>): readonly Fault[] {
  return Object.keys(members)
    .filter((name) => !MEMBERS.includes(name))
    .map((name) => ({
      pointer: pointer([name]),
      code: 'unknown-field',
      message: unknownName(name, MEMBERS),
    }))
}

function modeFaults(mode: unknown): readonly Fault[] {
  if (mode === undefined || mode === 'all' || mode === 'each') return []
  return [{ pointer: '/mode', code: 'not-one-of', message: 'is all or each' }]
}

function itemsFaults(items: unknown): readonly Fault[] {
  const fault = (code: string, message: string): Fault[] => [{ pointer: '/items', code, message }]
  if (items === undefined) return fault('required', 'is required')
  if (!Array.isArray(items)) return fault('wrong-type', 'must be array')
  if (items.length === 0) return fault('too-short', 'has no item')
  return items.length > MAX_ITEMS ? fault('too-long', `has more than ${MAX_ITEMS} items`) : []
}

function placed(refused: ReadonlyMap<number, readonly Fault[]>): readonly Fault[] {
  return [...refused]
    .flatMap(([i, faults]) =>
      faults.map((fault) => ({ ...fault, pointer: `/items/${i}${fault.pointer}` })),
    )
    .slice(0, MAX_FAULTS)
}
