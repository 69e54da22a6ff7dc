import type { Part } from '../blueprint/definition.ts'
import type { Model } from '../model.ts'

/** Every module with the resources in it, those of its inner modules too. */
export function modulesOf(parts: readonly Part[]): Model['modules'] {
  return parts.flatMap((part) =>
    part.kind === 'module'
      ? [
          { name: part.name, owner: part.owner, resources: resourcesIn(part.parts) },
          ...modulesOf(part.parts),
        ]
      : [],
  )
}

function resourcesIn(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'resource') return [part.resource.name]
    return part.kind === 'module' ? resourcesIn(part.parts) : []
  })
}
