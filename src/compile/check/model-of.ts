import { invariant } from '../../std/error.ts'
import type {
  ComputedDefinition,
  ResourceDefinition,
  VersionDefinition,
} from '../blueprint/definition.ts'
import type {
  Auth,
  Computed,
  Model,
  Operation,
  Resource,
  Scale,
  SortKey,
  Targets,
  Version,
} from '../model.ts'
import { fieldOf } from './field-of.ts'
import { modulesOf } from './modules-of.ts'
import { pluralOf } from './plural.ts'
import { durationMsOf, perSecondOf, rateOf } from './quantities.ts'
import type { Subject, SubjectResource } from './subject.ts'

/** The model of a blueprint in which no rule found an error: names resolved, defaults explicit. */
export function modelOf(subject: Subject): Model {
  const { blueprint } = subject
  const resources = [...subject.resources.values()].filter(
    ({ definition }) => definition !== undefined,
  )
  return {
    name: blueprint.name,
    identity: blueprint.identity,
    resources: resources.map(resourceOf),
    roles: subject.roles,
    events: blueprint.events.map(({ name }) => ({ name })),
    jobs: [],
    handlers: [],
    tenancy: blueprint.tenancy && {
      by: blueprint.tenancy.by,
      except: blueprint.tenancy.except ?? [],
    },
    versions:
      blueprint.versions.length === 0
        ? [versionOf({ name: 'v1', resources: {} })]
        : blueprint.versions.map(versionOf),
    modules: modulesOf(blueprint.parts),
    auth: authOf(subject),
    targets: targetsOf(subject),
    language: blueprint.language ?? 'simple',
  }
}

function resourceOf({ name, fields, definition }: SubjectResource): Resource {
  const defined = invariant(definition, `${name} is not among the parts`)
  return {
    name,
    plural: defined.plural ?? pluralOf(name),
    description: defined.description,
    fields: fields.map((field) => fieldOf(field, defined)),
    rules: defined.allow,
    computed: Object.entries(defined.computed).flatMap(([as, computed]) =>
      computedOf(as, computed),
    ),
    list: listOf(defined),
    unique: defined.unique,
    limits: limitsOf(defined),
    cache: defined.cache && {
      ttlSeconds: ttlSeconds(defined.cache.ttl),
      vary: defined.cache.vary ?? [],
    },
    clientIds: defined.clientIds,
    requireIfMatch: defined.requireIfMatch,
    was: defined.was,
    removed: defined.removed,
    scale: scaleOf(defined.scale),
    actions: [],
    hooks: [],
  }
}

function computedOf(name: string, computed: ComputedDefinition): readonly Computed[] {
  if (computed.kind === 'expr') return []
  const { resource, variable, where } = computed
  if (computed.kind === 'sum')
    return [{ kind: 'sum', name, resource, field: computed.field, variable, where }]
  return [{ kind: computed.kind, name, resource, variable, where }]
}

function listOf({ list }: ResourceDefinition): Resource['list'] {
  const sort = list.sort.map((entry) =>
    (typeof entry === 'string' ? [entry] : entry).map(sortKeyOf),
  )
  return {
    filter: list.filter,
    sort: sort.length === 0 ? [[{ field: 'id', descending: true }]] : sort,
    search: list.search,
  }
}

/** `-publishedAt` as a key. */
function sortKeyOf(text: string): SortKey {
  return text.startsWith('-')
    ? { field: text.slice(1), descending: true }
    : { field: text, descending: false }
}

const OPERATION_NAMES: Readonly<Record<string, Operation>> = {
  read: 'read',
  list: 'list',
  create: 'create',
  update: 'update',
  delete: 'delete',
  action: 'action',
}

function limitsOf({ limits }: ResourceDefinition): Resource['limits'] {
  return Object.entries(limits).map(([name, rate]) => ({
    operation: invariant(OPERATION_NAMES[name], `no operation ${name}`),
    ...invariant(rateOf(rate), `no rate ${rate}`),
  }))
}

function ttlSeconds(ttl: string): number {
  return invariant(durationMsOf(ttl), `no duration ${ttl}`) / 1000
}

const MONTH_SECONDS = 2_592_000

function scaleOf(scale: ResourceDefinition['scale']): Scale {
  const perSecond = (rate: string | undefined): number | undefined =>
    rate === undefined ? undefined : perSecondOf(rate)
  const growth = perSecond(scale.growth)
  return {
    rows: scale.rows,
    readsPerSecond: perSecond(scale.reads),
    writesPerSecond: perSecond(scale.writes),
    growthPerMonth: growth === undefined ? undefined : Math.round(growth * MONTH_SECONDS),
    largestGroup: scale.largestGroup,
  }
}

function versionOf(version: Omit<VersionDefinition, 'place'>): Version {
  const resources = Object.entries(version.resources).map(
    ([name, { renamed, without, absent }]) => [
      name,
      { renamed: renamed ?? {}, without: without ?? [], absent: absent ?? false },
    ],
  )
  return {
    name: version.name,
    deprecation: version.deprecation,
    sunset: version.sunset,
    resources: Object.fromEntries(resources),
  }
}

function authOf({ blueprint }: Subject): Auth {
  const { login, signUp, sessions, mfa, origins } = invariant(
    blueprint.auth,
    'no answers about auth',
  )
  return {
    login,
    signUp: invariant(signUp, 'no answer about signUp'),
    sessions: invariant(sessions, 'no answer about sessions'),
    mfa: invariant(mfa, 'no answer about mfa'),
    origins: invariant(origins, 'no answer about origins'),
  }
}

function targetsOf({ blueprint: { targets } }: Subject): Targets {
  const ms = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : durationMsOf(text)
  return {
    readP99Ms: ms(targets?.read?.p99),
    queryMaxMs: ms(targets?.query?.max),
    availability: targets?.availability,
    requestsPerSecond: targets?.traffic === undefined ? undefined : perSecondOf(targets.traffic),
  }
}
