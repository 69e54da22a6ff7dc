/** One committed change of a row. Says that something happened, and never what: who may know is decided for each subscriber. */
export interface Change {
  readonly resource: string
  readonly id: string
  readonly kind: ChangeKind
}

export type ChangeKind = 'created' | 'updated' | 'deleted'

/** What instances tell each other. `gap`: some changes were lost, so what was seen may be out of date. */
export type Announcement =
  | { readonly kind: 'changes'; readonly changes: readonly Change[] }
  | { readonly kind: 'gap' }

/** PostgreSQL refuses a payload of 8,000 bytes or more. @see PostgreSQL manual, NOTIFY */
const MAX_PAYLOAD_BYTES = 7900

const KINDS = { c: 'created', u: 'updated', d: 'deleted' } as const

/** The last word on each row, in the order of the first: a row that was created and changed is still new to everybody. */
export function coalesce(changes: readonly Change[]): readonly Change[] {
  const byRow = new Map<string, Change>()
  for (const change of changes) {
    const key = `${change.resource} ${change.id}`
    const before = byRow.get(key)
    const isStillNew = before?.kind === 'created' && change.kind === 'updated'
    byRow.set(key, isStillNew ? { ...change, kind: 'created' } : change)
  }
  return [...byRow.values()]
}

/** Payloads that together hold all changes, each short enough for one NOTIFY. */
export function toPayloads(changes: readonly Change[]): readonly string[] {
  const payloads: string[] = []
  let part = ''
  for (const { resource, id, kind } of changes) {
    const entry = JSON.stringify([resource, id, kind.slice(0, 1)])
    if (part !== '' && Buffer.byteLength(part) + Buffer.byteLength(entry) + 3 > MAX_PAYLOAD_BYTES) {
      payloads.push(`[${part}]`)
      part = ''
    }
    part = part === '' ? entry : `${part},${entry}`
  }
  return part === '' ? payloads : [...payloads, `[${part}]`]
}

/** The payload that says that changes were lost. */
export const GAP_PAYLOAD = '"gap"'

/** What a payload says. One that nobody of ours has written is a gap: something happened, and we cannot tell what. */
export function fromPayload(payload: string): Announcement {
  const parsed = parseJson(payload)
  if (!Array.isArray(parsed)) return { kind: 'gap' }
  const changes = parsed.map(toChange)
  const known = changes.filter((change) => change !== undefined)
  return known.length === changes.length ? { kind: 'changes', changes: known } : { kind: 'gap' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function toChange(entry: unknown): Change | undefined {
  if (!Array.isArray(entry)) return undefined
  const [resource, id, letter]: readonly unknown[] = entry
  const isText = typeof resource === 'string' && typeof id === 'string'
  if (!isText || entry.length !== 3) return undefined
  if (letter !== 'c' && letter !== 'u' && letter !== 'd') return undefined
  return { resource, id, kind: KINDS[letter] }
}
