import { ERRORS } from '../../../std/error.ts'
import type {
  ApiVersion,
  Design,
  Endpoint,
  FieldAccess,
  FieldDesign,
  ResourceDesign,
} from '../../design.ts'
import { isOpen, readableFields, saidFields, type Voice } from '../openapi/naming.ts'
import { listParameters, parameterNames, selectionParameters } from '../openapi/parameters.ts'
import { spoken } from '../openapi/part.ts'
import { REFUSALS } from '../openapi/refusals.ts'
import { refusedStatuses } from '../openapi/statuses.ts'
import { describeField } from './describe-type.ts'

/** Everything that can be done with one resource. */
export interface ApiSection {
  readonly resource: string
  readonly plural: string
  readonly description: string | null
  readonly endpoints: readonly EndpointSection[]
}

/** One endpoint, in the order that architect.md asks for. */
export interface EndpointSection {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly purpose: string
  readonly auth: {
    /** True: a token is not needed. */
    readonly anonymous: boolean
    /** Any of these suffices. */
    readonly permittedWhen: readonly string[]
    readonly limits: readonly string[]
  }
  readonly request: {
    readonly parameters: readonly string[]
    readonly mediaTypes: readonly string[]
    readonly fields: readonly FieldSection[]
  }
  readonly response: {
    readonly status: number
    readonly mediaTypes: readonly string[]
    readonly holds: string
    readonly fields: readonly FieldSection[]
  }
  readonly errors: readonly {
    readonly status: number
    readonly code: string
    readonly title: string
  }[]
}

export interface FieldSection {
  readonly name: string
  readonly type: string
  readonly required: boolean
  /** Who may see or send it, where that is not everybody who may do the operation. */
  readonly rule: string | null
}

/** The API of a resource in words. */
export function describeApi(design: Design, resource: ResourceDesign): ApiSection {
  const versions = new Map(design.versions.map((version) => [version.name, version]))
  const endpoints = design.endpoints.flatMap((endpoint) => {
    const version = versions.get(endpoint.version)
    const isHere = endpoint.resource === resource.name && endpoint.operation !== 'action'
    return isHere && version !== undefined
      ? [describeEndpoint(voiceOf(design, version), resource, endpoint)]
      : []
  })
  return {
    resource: resource.name,
    plural: resource.plural,
    description: resource.description ?? null,
    endpoints,
  }
}

function voiceOf(design: Design, version: ApiVersion): Voice {
  return { design, version, isOlder: version !== design.versions.at(-1) }
}

function describeEndpoint(
  voice: Voice,
  resource: ResourceDesign,
  endpoint: Endpoint,
): EndpointSection {
  const { operation, id, method, path, summary } = endpoint
  return {
    id,
    method,
    path,
    purpose: summary,
    auth: describeAuth(voice.design, resource, operation),
    request: describeRequest(voice, resource, operation),
    response: describeResponse(voice, resource, operation),
    errors: refusedStatuses(operation, resource).flatMap((status) => {
      const refusal = REFUSALS[status]
      return refusal === undefined
        ? []
        : [{ status, code: refusal.code, title: ERRORS[refusal.code].title }]
    }),
  }
}

type Operation = Endpoint['operation']

function describeAuth(
  design: Design,
  resource: ResourceDesign,
  operation: Operation,
): EndpointSection['auth'] {
  const rule = { list: 'read', events: 'read', bulk: 'create' }[String(operation)] ?? operation
  const policies = design.policies.filter(
    (policy) => policy.resource === resource.name && policy.operation === rule,
  )
  return {
    anonymous: isOpen(design, resource.name, rule),
    permittedWhen: policies.map(({ prose }) => prose),
    limits: resource.limits
      .filter((limit) => limit.operation === operation)
      .map(({ count, windowSeconds }) => `${count} calls in ${windowSeconds} seconds`),
  }
}

function describeRequest(
  voice: Voice,
  resource: ResourceDesign,
  operation: Operation,
): EndpointSection['request'] {
  const nothing = { parameters: [], mediaTypes: [], fields: [] }
  const body = (kind: 'create' | 'update') => fieldSections(voice, resource, kind)
  switch (operation) {
    case 'list':
      return { ...nothing, parameters: parameterNames(listParameters(voice, resource)) }
    case 'read':
      return {
        ...nothing,
        parameters: ['If-None-Match', ...parameterNames(selectionParameters(voice, resource))],
      }
    case 'create':
    case 'bulk':
      return {
        parameters: ['Idempotency-Key'],
        mediaTypes: ['application/json'],
        fields: body('create'),
      }
    case 'update':
      return {
        parameters: ['If-Match'],
        mediaTypes: ['application/merge-patch+json', 'application/json-patch+json'],
        fields: body('update'),
      }
    case 'delete':
      return { ...nothing, parameters: ['If-Match'] }
    case 'events':
      return { ...nothing, parameters: ['Last-Event-ID'] }
    case 'action':
      return nothing
  }
}

function describeResponse(
  voice: Voice,
  resource: ResourceDesign,
  operation: Operation,
): EndpointSection['response'] {
  const json = ['application/json']
  const one = spoken(resource.name)
  const fields = fieldSections(voice, resource, 'read')
  switch (operation) {
    case 'list':
      return {
        status: 200,
        mediaTypes: [...json, 'application/x-ndjson'],
        holds: `a page of ${spoken(resource.plural)}, with the cursor of the next`,
        fields,
      }
    case 'read':
      return { status: 200, mediaTypes: json, holds: `the ${one}, with its ETag`, fields }
    case 'create':
      return {
        status: 201,
        mediaTypes: json,
        holds: `the new ${one}, with its Location and ETag`,
        fields,
      }
    case 'update':
      return {
        status: 200,
        mediaTypes: json,
        holds: `the ${one} as it is now, with its ETag`,
        fields,
      }
    case 'bulk':
      return {
        status: 200,
        mediaTypes: json,
        holds: 'the result of each item, in order',
        fields: [],
      }
    case 'events':
      return {
        status: 200,
        mediaTypes: ['text/event-stream'],
        holds: 'created, updated, deleted and gap events',
        fields: [],
      }
    case 'delete':
    case 'action':
      return { status: 204, mediaTypes: [], holds: 'nothing', fields: [] }
  }
}

function fieldSections(
  voice: Voice,
  resource: ResourceDesign,
  kind: 'read' | 'create' | 'update',
): readonly FieldSection[] {
  const fields =
    kind === 'read'
      ? readableFields(resource)
      : resource.fields.filter((field) => field[kind].kind !== 'never')
  const own = saidFields(voice, resource, fields).map(([name, field]) =>
    fieldSection(name, field, kind),
  )
  const computed = resource.computed.map(({ name, kind: how }) => ({
    name,
    type: `${how}, only on request`,
    required: false,
    rule: null,
  }))
  return kind === 'read' ? [...own, ...computed] : own
}

function fieldSection(
  name: string,
  field: FieldDesign,
  kind: 'read' | 'create' | 'update',
): FieldSection {
  return {
    name,
    type: describeField(field),
    required: kind === 'create' && field.required,
    rule: ruleOf(field[kind]),
  }
}

function ruleOf(access: FieldAccess): string | null {
  return access.kind === 'rule' ? access.prose : null
}
