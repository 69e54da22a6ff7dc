import type { ApiVersion, Design, FieldDesign, ResourceDesign } from '../../design.ts'
import { namesIn } from '../../json-schema.ts'
import { capitalized } from './part.ts'

/** A resource in a version: whose words they are, and how its schemas are called. */
export interface Voice {
  readonly design: Design
  readonly version: ApiVersion
  /** True where the document holds more than one version and this one is not today's. */
  readonly isOlder: boolean
}

/** `Share`; `ShareV1` where a document holds an older version beside today's. */
export function schemaName(
  { version, isOlder }: Voice,
  resource: { readonly name: string },
): string {
  return `${capitalized(resource.name)}${isOlder ? capitalized(version.name) : ''}`
}

/** The name of an operation for generated clients: `listShares`, `getShare`. */
export function operationId(voice: Voice, verb: string, noun: string): string {
  return `${verb}${capitalized(noun)}${voice.isOlder ? capitalized(voice.version.name) : ''}`
}

/** Resources that the version has. */
export function resourcesOf({ design, version }: Voice): readonly ResourceDesign[] {
  return design.resources.filter(({ name }) => version.resources[name]?.absent !== true)
}

/** Fields with their names in the version, those that it does not have left out. */
export function saidFields(
  { version }: Voice,
  resource: ResourceDesign,
  fields: readonly FieldDesign[] = resource.fields,
): readonly (readonly [string, FieldDesign])[] {
  return fields.flatMap((field) =>
    namesIn(version, resource, field).map((name): [string, FieldDesign] => [name, field]),
  )
}

/** Fields that somebody may read. */
export function readableFields(resource: ResourceDesign): readonly FieldDesign[] {
  return resource.fields.filter(({ read }) => read.kind !== 'never')
}

/** True where an anonymous caller may do it, to some rows at least. */
export function isOpen(design: Design, resource: string, operation: string): boolean {
  return design.policies.some(
    (policy) =>
      policy.resource === resource &&
      policy.operation === operation &&
      !policy.who.signedIn &&
      policy.who.roles.length === 0,
  )
}
