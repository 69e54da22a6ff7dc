import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { Actor } from '../../src/serve/actor.ts'
import type { FieldValues, IfMatch, Patch, Selection } from '../../src/serve/request.ts'
import { performWrite, type WriteRequest } from '../../src/serve/write/perform-write.ts'
import type { WriteResult } from '../../src/serve/write/write-result.ts'
import { ArchitectError, invariant } from '../../src/std/error.ts'
import { uuidSource } from '../../src/std/uuid.ts'
import { type Library, resourceOf } from './library.ts'

/** A fresh id. */
export const newId: () => string = uuidSource(() => new Date(), randomBytes)

/** What an actor does to a resource. */
export interface Writer {
  readonly create: (name: string, body: FieldValues, as: Actor) => Promise<WriteResult>
  readonly change: (row: Row, set: FieldValues | Patch, as: Actor) => Promise<WriteResult>
  readonly remove: (row: Row, as: Actor) => Promise<WriteResult>
  /** The id of a new shelf. */
  readonly shelf: (as: Actor, more?: FieldValues) => Promise<string>
  readonly perform: (request: WriteRequest, as: Actor) => Promise<WriteResult>
  readonly about: (name: string) => { resource: WriteRequest['resource']; select: Selection }
  /** How a write is refused, which must leave every table as it was. */
  readonly refusal: (write: () => Promise<WriteResult>) => Promise<Refusal>
}

export interface Row {
  readonly name: string
  readonly id: string
  readonly versions?: readonly number[]
}

export interface Refusal {
  readonly code: string
  readonly faults: readonly string[]
  readonly statements: number
}

/** @see {@link Writer} */
export function writerOf(library: Library): Writer {
  const about = (name: string): { resource: WriteRequest['resource']; select: Selection } => {
    const resource = resourceOf(library.design, name)
    const fields = resource.fields.map((field) => field.name)
    return { resource, select: { fields, computed: [], includes: [] } }
  }
  const version = invariant(library.design.versions.at(-1), 'a version')
  const { design, database } = library
  const perform = (request: WriteRequest, as: Actor): Promise<WriteResult> =>
    performWrite(request, as, {
      design,
      database,
      version,
      newId,
      problem: ({ message }) => message,
    })
  const create: Writer['create'] = (name, body, as) =>
    perform({ ...about(name), operation: 'create', body, idempotency: undefined }, as)
  return {
    about,
    perform,
    create,
    change: ({ name, id, versions }, set, as) => {
      const patch = isPatch(set) ? set : { kind: 'merge' as const, set }
      return perform(
        { ...about(name), operation: 'update', id, patch, ifMatch: ifMatch(versions) },
        as,
      )
    },
    remove: ({ name, id, versions }, as) =>
      perform({ ...about(name), operation: 'delete', id, ifMatch: ifMatch(versions) }, as),
    shelf: async (as, more = {}) =>
      idOf(await create('shelf', { title: 'Mine', tags: [], ...more }, as)),
    refusal: (write) => refusalOf(library, write),
  }
}

function isPatch(set: FieldValues | Patch): set is Patch {
  return set['kind' as never] === 'json-patch'
}

function ifMatch(versions: readonly number[] | undefined): IfMatch | undefined {
  return versions === undefined ? undefined : { kind: 'versions', versions }
}

/** The JSON of an answer. */
export function bodyOf({ body }: WriteResult): Record<string, unknown> {
  return JSON.parse(body ?? 'null')
}

/** The id in an answer. */
export function idOf(result: WriteResult): string {
  return String(bodyOf(result)['id'])
}

async function refusalOf(library: Library, write: () => Promise<WriteResult>): Promise<Refusal> {
  const before = await library.contents()
  const sent = library.sent()
  const result = await write().catch((error: unknown) => error)
  const statements = library.sent() - sent
  expect(await library.contents()).toBe(before)
  if (!(result instanceof ArchitectError)) throw result
  const faults = result.faults.map((fault) => `${fault.code} ${fault.pointer}`)
  return { code: result.code, faults, statements }
}
