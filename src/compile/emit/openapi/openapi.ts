import type { ApiVersion, Design, Endpoint } from '../../design.ts'
import { META_PATHS, META_SCHEMAS } from './meta-paths.ts'
import { resourcesOf, type Voice } from './naming.ts'
import { operation } from './operations.ts'
import { PARAMETERS } from './parameters.ts'
import { capitalized, type Part, spoken } from './part.ts'
import { HEADERS, problemResponses, SHARED_SCHEMAS } from './responses.ts'
import { resourceSchemas } from './schemas.ts'

export interface OpenApiOptions {
  /** Only this version; absent: all of them. */
  readonly version?: string
  /** Address of the server, for clients that are made from the document. */
  readonly server?: string
}

/**
 * The API of a design as an OpenAPI 3.1 document: every path, status, header and schema.
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openapi(design: Design, options: OpenApiOptions = {}): Part {
  const versions = design.versions.filter(
    ({ name }) => options.version === undefined || name === options.version,
  )
  const voices = versions.map((version, at) => ({
    design,
    version,
    isOlder: at < versions.length - 1,
  }))
  const paths = { ...Object.assign({}, ...voices.map(pathsOf)), ...META_PATHS }
  return {
    openapi: '3.1.0',
    info: infoOf(design, versions),
    servers: [server(options.server)],
    security: [{ bearer: [] }],
    tags: tagsOf(design),
    paths,
    components: componentsOf(voices, paths),
  }
}

function infoOf(design: Design, versions: readonly ApiVersion[]): Part {
  return {
    title: `${capitalized(design.name)} API`,
    version: versions.at(-1)?.name ?? 'v1',
    description: `The API of ${design.name}. Every answer depends on who asks: a row that the caller may not read does not exist. Times are in UTC; errors are problem documents (RFC 9457) with a stable code.`,
    contact: { name: design.name },
    license: { name: 'MIT', identifier: 'MIT' },
  }
}

function server(url: string | undefined): Part {
  if (url !== undefined)
    return { url, description: 'This server (production).', 'x-internal': false }
  return {
    url: 'https://{host}',
    description: 'Where the API is served (production).',
    'x-internal': false,
    variables: {
      host: { default: 'api.example.org', description: 'Name and port of the server.' },
    },
  }
}

function tagsOf(design: Design): readonly Part[] {
  const resources = design.resources.map((resource) => ({
    name: capitalized(spoken(resource.plural)),
    description: resource.description ?? `Everything about ${spoken(resource.plural)}.`,
  }))
  return [...resources, { name: 'Service', description: 'Health, keys and this document.' }]
}

function pathsOf(voice: Voice): Part {
  const resources = new Map(resourcesOf(voice).map((resource) => [resource.name, resource]))
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of voice.design.endpoints.filter((each) => isServed(each, voice))) {
    const resource = resources.get(endpoint.resource)
    if (resource === undefined) continue
    const methods = { [endpoint.method.toLowerCase()]: operation(voice, resource, endpoint) }
    paths[endpoint.path] = { ...paths[endpoint.path], ...methods }
  }
  return paths
}

function isServed(endpoint: Endpoint, { version }: Voice): boolean {
  return endpoint.version === version.name && endpoint.operation !== 'action'
}

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'A signed token (EdDSA or ES256), made and checked as RFC8725 advises.',
}

const JSON_PATCH = {
  type: 'array',
  description: 'A JSON patch (RFC 6902); what it amounts to must pass the merge patch schema.',
  maxItems: 50,
  items: {
    type: 'object',
    properties: {
      op: { type: 'string', enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
      path: { type: 'string', pattern: '^(/[^/]*)*$', maxLength: 256 },
      from: { type: 'string', pattern: '^(/[^/]*)*$', maxLength: 256 },
      value: { description: 'For `add`, `replace` and `test`.' },
    },
    required: ['op', 'path'],
    additionalProperties: false,
  },
  example: [{ op: 'test', path: '/version', value: 3 }],
}

const EVENT_STREAM = {
  type: 'string',
  description: 'Server-sent events, as the HTML standard defines them.',
  pattern: '^[^\\u0000]*$',
  maxLength: 2_147_483_647,
}

/** Components that nothing refers to are left out, so that a small API has a small document. */
function componentsOf(voices: readonly Voice[], paths: Part): Part {
  const parameters = {
    ...PARAMETERS,
    RequiredIfMatch: { ...Object(PARAMETERS['IfMatch']), required: true },
  }
  const resources = voices.flatMap((voice) =>
    resourcesOf(voice).map((resource) => resourceSchemas(voice, resource)),
  )
  const schemas = Object.assign({}, ...resources, SHARED_SCHEMAS, META_SCHEMAS, {
    JsonPatch: JSON_PATCH,
    EventStream: EVENT_STREAM,
  })
  const all = {
    schemas,
    responses: problemResponses(
      statusesOf(paths),
      voices.map(({ version }) => version),
    ),
    parameters,
    headers: HEADERS,
  }
  return { ...onlyUsed(all, paths), securitySchemes: { bearer: BEARER } }
}

function statusesOf(paths: Part): ReadonlySet<number> {
  const responses = JSON.stringify(paths).matchAll(/"(\d{3})":/g)
  return new Set([...responses].map(([, status]) => Number(status)))
}

type Components = Readonly<Record<string, Part>>

/** What can be reached from the paths by references. */
function onlyUsed(all: Components, paths: Part): Components {
  const used = new Set<string>()
  const visit = (part: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(part).matchAll(
      /"#\/components\/(\w+)\/([\w-]+)"/g,
    )) {
      if (used.has(`${kind}/${name}`)) continue
      used.add(`${kind}/${name}`)
      visit(all[kind]?.[name] ?? {})
    }
  }
  visit(paths)
  return Object.fromEntries(
    Object.entries(all).map(([kind, parts]) => [
      kind,
      Object.fromEntries(Object.entries(parts).filter(([name]) => used.has(`${kind}/${name}`))),
    ]),
  )
}
