import type { Decision, Design } from '../../design.ts'
import { type ApiSection, describeApi } from './describe-api.ts'
import { describeTable, type TableSection } from './describe-table.ts'

/** What the documents say, before it is Markdown, HTML or JSON. Its JSON Schema is `schemas/design.schema.json`. */
export interface DesignDocument {
  readonly format: 'architect-design/1'
  readonly name: string
  readonly versions: readonly string[]
  /** By resource, in the order of the blueprint. */
  readonly api: readonly ApiSection[]
  readonly tables: readonly TableSection[]
  readonly decisions: readonly Decision[]
}

/** A design as people discuss it: the API, the database, and why. */
export function describeDesign(design: Design): DesignDocument {
  return {
    format: 'architect-design/1',
    name: design.name,
    versions: design.versions.map(({ name }) => name),
    api: design.resources.map((resource) => describeApi(design, resource)),
    tables: design.tables.map((table) => describeTable(design, table)),
    decisions: design.decisions,
  }
}
