import type { FieldDefinition } from '../../blueprint/definition.ts'
import type { FindingRule } from '../finding-rule.ts'
import type { Subject } from '../subject.ts'

/** Deletes that come back to where they began: one delete may empty every table of the circle. */
export const cascadeCycle: FindingRule = {
  id: 'cascade-cycle',
  severity: 'error',
  summary: 'Cascading deletes run in a circle.',
  run: (subject) =>
    cyclesOf(subject).map((cycle) => ({
      message: `Deleting one row may empty every table of a circle: ${cycle.map(pathOf).join(', ')} all cascade`,
      help: "Break the circle: .onDelete('restrict') on one of them, or .optional().onDelete('null').",
      place: cycle[0].place,
      evidence: { references: cycle.length },
    })),
}

type Cycle = readonly [FieldDefinition, ...FieldDefinition[]]

function pathOf({ place, name }: FieldDefinition): string {
  return place.path ?? name
}

/** The shortest circle through each resource that is in none found before. A tree in one table is no circle. */
function cyclesOf(subject: Subject): readonly Cycle[] {
  const covered = new Set<string>()
  const cycles: Cycle[] = []
  for (const start of subject.resources.keys()) {
    const cycle = covered.has(start) ? undefined : shortestBack(subject, start)
    if (cycle === undefined) continue
    cycles.push(cycle)
    for (const { type } of cycle) if (type.kind === 'reference') covered.add(type.to)
  }
  return cycles
}

/** Breadth first over cascading references, from a resource to what its rows depend on. */
function shortestBack(subject: Subject, start: string): Cycle | undefined {
  const seen = new Set([start])
  let paths: readonly Cycle[] = cascading(subject, start).map((field) => [field])
  while (paths.length > 0) {
    const next: Cycle[] = []
    for (const path of paths) {
      const to = targetOf(path.at(-1))
      if (to === start) return path
      if (to === undefined || seen.has(to)) continue
      seen.add(to)
      next.push(...cascading(subject, to).map((field): Cycle => [...path, field]))
    }
    paths = next
  }
  return undefined
}

function cascading(subject: Subject, resource: string): readonly FieldDefinition[] {
  const fields = subject.resources.get(resource)?.fields ?? []
  return fields.filter((field) => field.onDelete === 'cascade' && targetOf(field) !== resource)
}

function targetOf(field: FieldDefinition | undefined): string | undefined {
  return field?.type.kind === 'reference' ? field.type.to : undefined
}
