import type {
  Field,
  Model,
  Resource,
  RuleExpression,
  RuleOperand,
  RulePath,
} from '../src/compile/model.ts'

/** Models by hand, for tests of what comes after `check`: everything that is left out has its default. */

const place = { kind: 'file', file: 'blueprint.ts', line: 1, column: 1 } as const

export const everyone: RuleExpression = { kind: 'everyone', place }
export const signedIn: RuleExpression = { kind: 'signedIn', place }
export const ACTOR: RuleOperand = { kind: 'actor', fields: [] }

export const role = (...anyOf: readonly string[]): RuleExpression => ({
  kind: 'role',
  anyOf,
  place,
})
export const any = (...terms: readonly RuleExpression[]): RuleExpression => ({
  kind: 'any',
  terms,
  place,
})
export const all = (...terms: readonly RuleExpression[]): RuleExpression => ({
  kind: 'all',
  terms,
  place,
})
export const not = (term: RuleExpression): RuleExpression => ({ kind: 'not', term, place })

/** `path('owner')` of the row itself, `path('owner', 1)` of the row of the first `exists`. */
const path = (fields: string, variable = 0): RulePath => ({
  variable,
  fields: fields === '' ? [] : fields.split('.'),
})

export const value = (literal: string | number | boolean | null): RuleOperand => ({
  kind: 'literal',
  value: literal,
})

export const rowPath = (fields: string, variable = 0): RuleOperand => ({
  kind: 'path',
  path: path(fields, variable),
})

/** `is('owner', ACTOR)`; the variable of the left side comes last. */
export const is = (fields: string, right: RuleOperand, variable = 0): RuleExpression => ({
  kind: 'compare',
  path: path(fields, variable),
  op: '=',
  value: right,
  place,
})

export const some = (resource: string, where: RuleExpression, variable = 1): RuleExpression => ({
  kind: 'exists',
  resource,
  variable,
  where,
  place,
})

export const readable = (fields: string): RuleExpression => ({
  kind: 'readable',
  path: path(fields),
  place,
})

/** A required text field, unless told otherwise. */
export function field(name: string, options: Partial<Field> = {}): Field {
  return {
    name,
    type: { kind: 'text', max: 200 },
    nullable: false,
    unique: false,
    private: false,
    serverOnly: false,
    immutable: false,
    searchable: false,
    setBy: undefined,
    encrypted: undefined,
    onDelete: undefined,
    was: undefined,
    description: undefined,
    readable: undefined,
    writable: undefined,
    ...options,
  }
}

export function reference(name: string, to: string, options: Partial<Field> = {}): Field {
  return field(name, { type: { kind: 'reference', to }, onDelete: 'cascade', ...options })
}

/** A reference that the server sets to the actor. */
export function byActor(name: string): Field {
  return reference(name, 'user', { setBy: 'actor' })
}

/** A resource that everybody may read and nobody may write, newest first. */
export function resource(name: string, options: Partial<Resource> = {}): Resource {
  return {
    name,
    plural: `${name}s`,
    description: undefined,
    fields: [],
    rules: { read: everyone },
    computed: [],
    list: listOf([], ['-id']),
    unique: [],
    limits: [],
    cache: undefined,
    clientIds: false,
    requireIfMatch: false,
    was: undefined,
    removed: [],
    scale: scale(1_000_000),
    actions: [],
    hooks: [],
    ...options,
  }
}

export function scale(rows: number, options: Partial<Resource['scale']> = {}): Resource['scale'] {
  return {
    rows,
    readsPerSecond: undefined,
    writesPerSecond: undefined,
    growthPerMonth: undefined,
    largestGroup: undefined,
    ...options,
  }
}

/** Each sort is one order of comma-separated keys: `-createdAt`, `state,-createdAt`. */
export function listOf(
  filter: readonly string[],
  sorts: readonly string[] = ['-id'],
  search: readonly string[] = [],
): Resource['list'] {
  const sort = sorts.map((order) =>
    order
      .split(',')
      .map((key) => ({ field: key.replace('-', ''), descending: key.startsWith('-') })),
  )
  return { filter, sort, search }
}

export function model(resources: readonly Resource[], options: Partial<Model> = {}): Model {
  return {
    name: 'test',
    identity: 'user',
    resources,
    roles: ['member', 'moderator', 'admin'],
    events: [],
    jobs: [],
    handlers: [],
    tenancy: undefined,
    versions: [{ name: 'v1', deprecation: undefined, sunset: undefined, resources: {} }],
    modules: [],
    auth: { login: [], signUp: 'open', sessions: 'both', mfa: 'optional', origins: [] },
    targets: {
      readP99Ms: undefined,
      queryMaxMs: undefined,
      availability: undefined,
      requestsPerSecond: undefined,
    },
    language: 'simple',
    ...options,
  }
}
