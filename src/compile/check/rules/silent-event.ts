import type { FindingRule, Remark } from '../finding-rule.ts'
import type { Subject } from '../subject.ts'

/** An event that nobody emits, or nobody hears. */
export const silentEvent: FindingRule = {
  id: 'silent-event',
  severity: 'warning',
  summary: 'An event is emitted or heard by nobody.',
  run: (subject) =>
    subject.blueprint.events
      .flatMap(({ name, place }) => remarksOn(name, place, subject))
      .concat(unknownHeard(subject)),
}

function remarksOn(name: string, place: Remark['place'], subject: Subject): readonly Remark[] {
  const remarks: Remark[] = []
  if (!codeOf(subject).some((code) => mentions(code, name)))
    remarks.push({
      message: `Nobody emits ${name}: its handlers never run`,
      help: `Call emit('${name}', ...) in an action, hook, endpoint or job, or remove the event.`,
      place,
    })
  if (!heard(subject).some(({ event }) => event === name))
    remarks.push({
      message: `Nobody hears ${name}`,
      help: `Add s.on('${name}', ...) to parts, or remove the event.`,
      place,
    })
  return remarks
}

function unknownHeard(subject: Subject): readonly Remark[] {
  const known = new Set(subject.blueprint.events.map(({ name }) => name))
  return heard(subject)
    .filter(({ event }) => !known.has(event))
    .map(({ event, place }) => ({
      severity: 'error',
      message: `A handler waits for ${event}, which is no event of the schema`,
      help: 'Declare it in schema({ events }).',
      place,
    }))
}

function heard({
  parts,
}: Subject): readonly { readonly event: string; readonly place: Remark['place'] }[] {
  return parts.flatMap((part) => {
    if (part.kind !== 'handler') return []
    const { definition, place } = part
    const event =
      typeof definition === 'object' && definition !== null && 'event' in definition
        ? String(definition.event)
        : part.name
    return [{ event, place }]
  })
}

/** The text of every function that could emit. */
function codeOf({ parts }: Subject): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'resource') return functionsIn([part.resource.actions, part.resource.hooks])
    return part.kind === 'module' ? [] : functionsIn(part.definition)
  })
}

function functionsIn(value: unknown, depth = 4): readonly string[] {
  if (typeof value === 'function') return [Function.prototype.toString.call(value)]
  if (typeof value !== 'object' || value === null || depth === 0) return []
  return Object.values(value).flatMap((member) => functionsIn(member, depth - 1))
}

function mentions(code: string, event: string): boolean {
  return [`'${event}'`, `"${event}"`, `\`${event}\``].some((quoted) => code.includes(quoted))
}
