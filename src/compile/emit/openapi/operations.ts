import type { Endpoint, ResourceDesign } from '../../design.ts'
import { isOpen, operationId, schemaName, type Voice } from './naming.ts'
import { listParameters, selectionParameters } from './parameters.ts'
import { capitalized, type Part, ref, spoken, withArticle } from './part.ts'
import { ageHeaders, headers, problems } from './responses.ts'
import { exampleRow } from './schemas.ts'
import { refusedStatuses } from './statuses.ts'

/** One operation of a path, complete. */
export function operation(voice: Voice, resource: ResourceDesign, endpoint: Endpoint): Part {
  const { version, design } = voice
  return {
    ...about(voice, resource, endpoint),
    tags: [capitalized(spoken(resource.plural))],
    summary: endpoint.summary,
    description: describe(voice, resource, endpoint),
    ...(version.deprecation === undefined ? {} : { deprecated: true }),
    security: isOpen(design, resource.name, ruleOf(endpoint))
      ? [{ bearer: [] }, {}]
      : [{ bearer: [] }],
  }
}

/** The rule that decides: events are reads, a bulk creates. */
function ruleOf({ operation: kind }: Endpoint): string {
  if (kind === 'list' || kind === 'events') return 'read'
  return kind === 'bulk' ? 'create' : kind
}

function describe(
  { design, version }: Voice,
  resource: ResourceDesign,
  endpoint: Endpoint,
): string {
  const rule = ruleOf(endpoint)
  const branches = design.policies.filter(
    ({ resource: name, operation: of }) => name === resource.name && of === rule,
  )
  const who = branches.map(({ prose }) => `- ${prose}`).join('\n')
  const limits = resource.limits
    .filter(({ operation: of }) => of === endpoint.operation)
    .map(({ count, windowSeconds }) => `\n\nAt most ${count} calls in ${windowSeconds} seconds.`)
  const age =
    version.deprecation === undefined ? '' : `\n\nDeprecated since ${version.deprecation}.`
  return `Permitted where one of these holds:\n\n${who}${limits.join('')}${age}`
}

function about(voice: Voice, resource: ResourceDesign, endpoint: Endpoint): Part {
  switch (endpoint.operation) {
    case 'list':
      return list(voice, resource)
    case 'read':
      return read(voice, resource)
    case 'create':
      return create(voice, resource)
    case 'update':
      return update(voice, resource)
    case 'delete':
      return remove(voice, resource)
    case 'bulk':
      return bulk(voice, resource)
    case 'events':
      return events(voice, resource)
    case 'action':
      throw new Error(`${endpoint.id}: actions have no document of their own`)
  }
}

function list(voice: Voice, resource: ResourceDesign): Part {
  const name = schemaName(voice, resource)
  const row = exampleRow(voice, resource)
  return {
    operationId: operationId(voice, 'list', resource.plural),
    parameters: listParameters(voice, resource),
    responses: {
      200: {
        description: `A page of ${spoken(resource.plural)}, or all of them as a stream of lines.`,
        headers: headers('Cache-Control', 'Vary', 'Link', ...ageHeaders(voice.version)),
        content: {
          'application/json': {
            schema: ref('schemas', `${name}List`),
            example: { data: [row], page: { next: null } },
          },
          'application/x-ndjson': { schema: ref('schemas', name), example: row },
        },
      },
      ...problems(refusedStatuses('list', resource)),
    },
  }
}

function rowResponse(
  voice: Voice,
  resource: ResourceDesign,
  response: { readonly description: string; readonly more: readonly string[] },
): Part {
  return {
    description: response.description,
    headers: headers('ETag', 'Last-Modified', ...response.more, ...ageHeaders(voice.version)),
    content: {
      'application/json': {
        schema: ref('schemas', schemaName(voice, resource)),
        example: exampleRow(voice, resource),
      },
    },
  }
}

function read(voice: Voice, resource: ResourceDesign): Part {
  const more = ['Cache-Control', 'Vary']
  return {
    operationId: operationId(voice, 'get', resource.name),
    parameters: [
      ref('parameters', 'Id'),
      ref('parameters', 'IfNoneMatch'),
      ...selectionParameters(voice, resource),
    ],
    responses: {
      200: rowResponse(voice, resource, { description: `The ${spoken(resource.name)}.`, more }),
      304: {
        description: 'Nothing has changed.',
        headers: headers('ETag', 'Last-Modified', ...more, ...ageHeaders(voice.version)),
      },
      ...problems(refusedStatuses('read', resource)),
    },
  }
}

function create(voice: Voice, resource: ResourceDesign): Part {
  const body = `${schemaName(voice, resource)}Create`
  return {
    operationId: operationId(voice, 'create', resource.name),
    parameters: [ref('parameters', 'IdempotencyKey'), ...selectionParameters(voice, resource)],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: ref('schemas', body) } },
    },
    responses: {
      201: rowResponse(voice, resource, {
        description: 'Made. Only its id where the caller may not read it.',
        more: ['Location', 'Idempotency-Replayed'],
      }),
      ...problems(refusedStatuses('create', resource)),
    },
  }
}

function update(voice: Voice, resource: ResourceDesign): Part {
  const body = `${schemaName(voice, resource)}Patch`
  return {
    operationId: operationId(voice, 'update', resource.name),
    parameters: [
      ref('parameters', 'Id'),
      ifMatch(resource),
      ...selectionParameters(voice, resource),
    ],
    requestBody: {
      required: true,
      content: {
        'application/merge-patch+json': { schema: ref('schemas', body) },
        'application/json-patch+json': { schema: ref('schemas', 'JsonPatch') },
      },
    },
    responses: {
      200: rowResponse(voice, resource, {
        description: `The ${spoken(resource.name)} as it is now.`,
        more: [],
      }),
      ...problems(refusedStatuses('update', resource)),
    },
  }
}

function remove(voice: Voice, resource: ResourceDesign): Part {
  return {
    operationId: operationId(voice, 'delete', resource.name),
    parameters: [ref('parameters', 'Id'), ifMatch(resource)],
    responses: {
      204: { description: 'Gone.', headers: headers(...ageHeaders(voice.version)) },
      ...problems(refusedStatuses('delete', resource)),
    },
  }
}

function ifMatch(resource: ResourceDesign): Part {
  return ref('parameters', resource.requireIfMatch ? 'RequiredIfMatch' : 'IfMatch')
}

function bulk(voice: Voice, resource: ResourceDesign): Part {
  const name = schemaName(voice, resource)
  return {
    operationId: `${operationId(voice, 'create', resource.plural)}Bulk`,
    parameters: [ref('parameters', 'IdempotencyKey'), ...selectionParameters(voice, resource)],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: ref('schemas', `${name}Bulk`) } },
    },
    responses: {
      200: {
        description: 'What became of each item.',
        headers: headers('Idempotency-Replayed', ...ageHeaders(voice.version)),
        content: {
          'application/json': {
            schema: ref('schemas', `${name}BulkResult`),
            example: { data: [{ status: 201, body: exampleRow(voice, resource) }] },
          },
        },
      },
      ...problems(refusedStatuses('bulk', resource)),
    },
  }
}

function events(voice: Voice, resource: ResourceDesign): Part {
  const row = exampleRow(voice, resource)
  return {
    operationId: operationId(voice, 'watch', resource.plural),
    parameters: [ref('parameters', 'LastEventId')],
    responses: {
      200: {
        description: `Server-sent events: \`created\` and \`updated\` with ${withArticle(resource.name)}, \`deleted\` with its id, \`gap\` where something was missed. Only what the caller may read.`,
        headers: headers('Cache-Control', ...ageHeaders(voice.version)),
        content: {
          'text/event-stream': {
            schema: ref('schemas', 'EventStream'),
            example: `id: 1\nevent: created\ndata: ${JSON.stringify(row)}\n\n`,
          },
        },
      },
      ...problems(refusedStatuses('events', resource)),
    },
  }
}
