import type { ApiVersion, Design, ResourceDesign, Table } from '../../compile/design.ts'
import type { Database } from '../../engine/ports/database.ts'
import type { Sql } from '../../sql/sql.ts'
import { type ArchitectError, invariant } from '../../std/error.ts'
import type { Actor } from '../actor.ts'
import { classOf } from '../plan/admit.ts'
import { type Names, namesOf } from '../plan/names.ts'
import { type Audience, type Catalogue, catalogueOf } from '../query/context.ts'
import type { Selection } from '../request.ts'

/** What writing needs of the server. */
export interface WriteBackend {
  readonly design: Design
  readonly database: Pick<Database, 'query'>
  /** The version that the request came through: its name stands in `Location`, its names in the answer. */
  readonly version: ApiVersion
  /** The document of a refusal of one item of a bulk, as JSON. */
  readonly problem: (refusal: ArchitectError) => string
  /** A fresh UUIDv7. */
  readonly newId: () => string
  readonly signal?: AbortSignal
  /**
   * Steps that join the statement of a write and see its rows as `written`: where an event is recorded in the
   * transaction of its change. They may depend on what the context says, not on the request.
   */
  readonly furtherSteps?: (
    context: WriteContext,
    operation: 'create' | 'update' | 'delete',
  ) => readonly Sql[]
}

/** What the text of a statement depends on, besides the columns that are written. */
export interface WriteContext {
  readonly audience: Audience
  readonly actor: Actor
  readonly version: ApiVersion
  readonly resource: ResourceDesign
  readonly table: Table
  readonly select: Selection
}

/** @see {@link WriteContext} */
export function writeContext(
  { design, version }: WriteBackend,
  actor: Actor,
  about: { readonly resource: ResourceDesign; readonly select: Selection },
): WriteContext {
  const catalogue = remembered(CATALOGUES, design, () => catalogueOf(design))
  const names = remembered(NAMES, version, () => namesOf(version, design.resources))
  const table = invariant(
    catalogue.tables.get(about.resource.table),
    `no table ${about.resource.table}`,
  )
  const { resource, select } = about
  return {
    audience: { catalogue, names, actor: classOf(actor) },
    actor,
    version,
    resource,
    table,
    select,
  }
}

const CATALOGUES = new WeakMap<Design, Catalogue>()
const NAMES = new WeakMap<ApiVersion, ReadonlyMap<string, Names>>()

/** What follows from an immutable value, made once. */
export function remembered<K extends object, V>(memory: WeakMap<K, V>, key: K, make: () => V): V {
  const known = memory.get(key)
  if (known !== undefined) return known
  const made = make()
  memory.set(key, made)
  return made
}

/** The name of a field in the version of the request. */
export function saidName({ audience, resource }: WriteContext, name: string): string {
  return audience.names.get(resource.name)?.said.get(name) ?? name
}
