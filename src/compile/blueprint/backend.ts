import type { SourcePlace } from '../../std/finding.ts'
import type { AuthDefinition, Part, TargetsDefinition, VersionDefinition } from './definition.ts'
import { itemsOf, namesOf, recordOf, textOf, textsOf } from './loose.ts'
import type { Mistake } from './mistake.ts'
import { within } from './place.ts'
import type { FieldName, Shapes } from './values.ts'

/** A way to log in, as `password()` and its siblings return it. */
export interface LoginMethod {
  readonly method: string
  readonly options: Readonly<Record<string, unknown>>
}

/** Name and password. */
export function password(
  options: { readonly minLength?: number; readonly breachCheck?: boolean } = {},
): LoginMethod {
  return { method: 'password', options }
}

/** Passkeys (WebAuthn). */
export function passkeys(): LoginMethod {
  return { method: 'passkeys', options: {} }
}

/** A provider that speaks OpenID Connect. */
export function oidc(provider: string): LoginMethod {
  return { method: 'oidc', options: { provider } }
}

/** A provider that speaks OAuth 2.0 only. */
export function oauth(provider: string): LoginMethod {
  return { method: 'oauth', options: { provider } }
}

/** A link by mail. */
export function magicLink(): LoginMethod {
  return { method: 'magicLink', options: {} }
}

/** One-time codes of an authenticator app. */
export function totp(): LoginMethod {
  return { method: 'totp', options: {} }
}

/** What holds for the whole backend. */
export interface BackendInput<R extends Shapes, Role extends string> {
  readonly name: string
  readonly parts: readonly Part[]
  /** Nothing here has a default: what is missing is a question. */
  readonly auth: {
    readonly login: readonly LoginMethod[]
    readonly signUp: 'open' | 'invited' | 'closed'
    readonly sessions: 'cookie' | 'token' | 'both'
    readonly mfa: 'optional' | 'required' | { readonly requiredFor: readonly Role[] }
    /** Browser origins that may call; none: only its own. */
    readonly origins: readonly string[]
  }
  readonly targets?: {
    readonly read?: { readonly p99: `${number}${'ms' | 's'}` }
    readonly query?: { readonly max: `${number}${'ms' | 's'}` }
    /** Share of requests that succeed: 0.999. */
    readonly availability?: number
    readonly traffic?: `${number}/${'s' | 'min'}`
  }
  readonly tenancy?: {
    readonly by: keyof R & string
    readonly except?: readonly (keyof R & string)[]
  }
  /** Oldest first; default `v1` alone. */
  readonly versions?: readonly VersionInput<R>[]
  /** Text search configuration of PostgreSQL; default `simple`. */
  readonly language?: string
}

/** How an older version of the contract differs from today's names. */
export interface VersionInput<R extends Shapes> {
  readonly name: string
  /** ISO date. */
  readonly deprecation?: string
  /** ISO date. */
  readonly sunset?: string
  readonly resources?: {
    readonly [K in keyof R]?: {
      /** Name in this version to today's name. */
      readonly renamed?: Readonly<Record<string, FieldName<R, K>>>
      readonly without?: readonly FieldName<R, K>[]
      readonly absent?: boolean
    }
  }
}

/** Everything that `backend` adds to a schema, as data. */
export interface BackendParts {
  readonly name: string
  readonly place: SourcePlace
  readonly parts: readonly Part[]
  readonly auth: AuthDefinition | undefined
  readonly targets: TargetsDefinition | undefined
  readonly tenancy: { readonly by: string; readonly except?: readonly string[] } | undefined
  readonly versions: readonly VersionDefinition[]
  readonly language: string | undefined
}

/** What the author said about the backend, as data. */
export function backendParts(said: unknown, place: SourcePlace, mistakes: Mistake[]): BackendParts {
  const input = recordOf(said)
  return {
    name: textOf(input['name']) ?? '',
    place,
    parts: partsOf(input['parts'], within(place, 'parts', 'parts'), mistakes),
    auth:
      input['auth'] === undefined
        ? undefined
        : authOf(recordOf(input['auth']), within(place, 'auth', 'auth')),
    targets:
      input['targets'] === undefined
        ? undefined
        : { ...recordOf(input['targets']), place: within(place, 'targets', 'targets') },
    tenancy: tenancyOf(input['tenancy']),
    versions: itemsOf(input['versions']).map((version) => versionOf(recordOf(version), place)),
    language: textOf(input['language']),
  }
}

/** The parts in a list; what is no part is noted. */
export function partsOf(value: unknown, place: SourcePlace, mistakes: Mistake[]): readonly Part[] {
  return itemsOf(value).filter((part): part is Part => {
    if (typeof part === 'object' && part !== null && 'kind' in part && 'place' in part) return true
    if (isResourcePart(part)) return true
    mistakes.push({
      message: 'Something in parts is no part of a backend',
      help: 'Parts are what s.resource.x(...), s.on(...), s.job(...), s.endpoint(...), s.route(...) and s.module(...) return.',
      place,
    })
    return false
  })
}

function isResourcePart(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'kind' in part && 'resource' in part
}

function authOf(auth: Readonly<Record<string, unknown>>, place: SourcePlace): AuthDefinition {
  return { ...auth, login: itemsOf(auth['login']).filter(isLogin), place }
}

function isLogin(value: unknown): value is LoginMethod {
  return typeof value === 'object' && value !== null && 'method' in value && 'options' in value
}

function tenancyOf(value: unknown): BackendParts['tenancy'] {
  if (value === undefined) return undefined
  const tenancy = recordOf(value)
  return { by: textOf(tenancy['by']) ?? '', except: namesOf(tenancy['except']) }
}

type Said = Readonly<Record<string, unknown>>
type VersionedResource = VersionDefinition['resources'][string]

function versionOf(version: Said, place: SourcePlace): VersionDefinition {
  const name = textOf(version['name']) ?? ''
  const differences = Object.entries(recordOf(version['resources']))
  return {
    name,
    ...dateMember(version, 'deprecation'),
    ...dateMember(version, 'sunset'),
    resources: Object.fromEntries(
      differences.map(([resource, said]) => [resource, differenceOf(recordOf(said))]),
    ),
    place: within(place, `versions.${name}`, name),
  }
}

function dateMember(
  version: Said,
  member: 'deprecation' | 'sunset',
): { readonly [date in typeof member]?: string } {
  return version[member] === undefined ? {} : { [member]: String(version[member]) }
}

function differenceOf(said: Said): VersionedResource {
  return {
    renamed: textsOf(said['renamed']),
    without: namesOf(said['without']),
    absent: said['absent'] === true,
  }
}
