import type { Finding } from '../../std/finding.ts'
import type { Identities } from '../design.ts'
import type { Field, Model, Resource } from '../model.ts'
import { shortHash } from './hash.ts'
import { freeName, snakeCase } from './naming.ts'

type Identity = Identities[string]

/** Columns that no author writes; their names are never given to a field. */
const RESERVED_COLUMNS = ['id', 'created_at', 'updated_at', 'version', 'search']
const ID_LENGTH = 8

/**
 * The identities of a model: known ones keep their id and physical name, wherever `was` moved them;
 * new ones get an id from their first name. What is gone from the model is gone from the result.
 */
export function deriveIdentities(model: Model, known: Identities): Identities {
  const ids = new Set(Object.values(known).map(({ id }) => id))
  const tables = new Set(
    Object.entries(known).flatMap(([key, { name }]) => (key.includes('.') ? [] : [name])),
  )
  const entries = model.resources.flatMap((resource) => {
    const old = formerName(resource, known)
    const name = freeName(snakeCase(resource.plural), tables)
    const own = known[old] ?? { id: newId('r', resource.name, ids), name }
    tables.add(own.name)
    return [[resource.name, own] as const, ...fieldIdentities(resource, known, ids)]
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Where the difference to the known identities could be a rename or a loss: the author must say which. */
export function identityFindings(model: Model, known: Identities): readonly Finding[] {
  return [
    ...model.resources.flatMap((resource) => fieldFindings(resource, known)),
    ...resourceFindings(model, known),
  ]
}

/** The key prefix under which the resource is known: its own name, or the one it had. */
function formerName(resource: Resource, known: Identities): string {
  const moved = resource.was !== undefined && known[resource.name] === undefined
  return moved && resource.was !== undefined ? resource.was : resource.name
}

function formerField(field: Field, resource: string, known: Identities): Identity | undefined {
  const here = known[`${resource}.${field.name}`]
  return here ?? (field.was === undefined ? undefined : known[`${resource}.${field.was}`])
}

function fieldIdentities(
  resource: Resource,
  known: Identities,
  ids: Set<string>,
): readonly (readonly [string, Identity])[] {
  const old = formerName(resource, known)
  const columns = new Set([...RESERVED_COLUMNS, ...knownFields(old, known).map(([, i]) => i.name)])
  return resource.fields.map((field) => {
    const key = `${resource.name}.${field.name}`
    const identity = formerField(field, old, known) ?? {
      id: newId('f', key, ids),
      name: freeName(columnName(field), columns),
    }
    columns.add(identity.name)
    return [key, identity] as const
  })
}

function columnName(field: Field): string {
  const name = snakeCase(field.name)
  return field.type.kind === 'reference' ? `${name}_id` : name
}

function newId(kind: 'r' | 'f', key: string, ids: Set<string>): string {
  let salt = 0
  let id = idOf(kind, key)
  while (ids.has(id)) {
    salt += 1
    id = idOf(kind, `${key}#${salt}`)
  }
  ids.add(id)
  return id
}

function idOf(kind: string, key: string): string {
  return `${kind}_${shortHash(key).slice(-ID_LENGTH)}`
}

function knownFields(
  resource: string,
  known: Identities,
): readonly (readonly [string, Identity])[] {
  const prefix = `${resource}.`
  return Object.entries(known).flatMap(([key, identity]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), identity] as const] : [],
  )
}

function fieldFindings(resource: Resource, known: Identities): readonly Finding[] {
  const old = formerName(resource, known)
  if (known[old] === undefined) return []
  const kept = new Set(resource.fields.flatMap((field) => formerField(field, old, known)?.id ?? []))
  const added = resource.fields.filter((field) => formerField(field, old, known) === undefined)
  const lost = knownFields(old, known).filter(
    ([name, { id }]) => !kept.has(id) && !resource.removed.includes(name),
  )
  const candidates = added.map(({ name }) => name).join(', ')
  if (added.length === 0) return []
  return lost.map(([name]) => ({
    rule: 'rename-or-removal',
    severity: 'error',
    message: `The field ${name} of ${resource.name} is gone, and ${candidates} is new: a rename would keep the data, a removal would lose it.`,
    place: { kind: 'blueprint', path: `${resource.name}.${name}` },
    help: `Renamed: put .was('${name}') on the new field. Gone for good: add removed: ['${name}'] to ${resource.name}.`,
  }))
}

function resourceFindings(model: Model, known: Identities): readonly Finding[] {
  const here = new Set(model.resources.flatMap(({ name, was }) => [name, was ?? name]))
  const lost = Object.keys(known).filter((key) => !key.includes('.') && !here.has(key))
  const added = model.resources.filter(
    (resource) => known[formerName(resource, known)] === undefined,
  )
  return lost.flatMap((name) =>
    added
      .filter((resource) =>
        isAlike(
          resource,
          knownFields(name, known).map(([field]) => field),
        ),
      )
      .map(
        (resource): Finding => ({
          rule: 'rename-or-removal',
          severity: 'error',
          message: `The resource ${name} is gone, and ${resource.name} with much the same fields is new: a rename would keep the data, a removal would lose it.`,
          place: { kind: 'blueprint', path: resource.name },
          help: `Renamed: put was: '${name}' on ${resource.name}. Gone for good: remove ${name} first, add ${resource.name} in a later change.`,
        }),
      ),
  )
}

/** More than half of the fields of both have the same name. */
function isAlike(resource: Resource, fields: readonly string[]): boolean {
  const common = resource.fields.filter(({ name }) => fields.includes(name)).length
  return 2 * common > Math.max(resource.fields.length, fields.length)
}
