import { type Part, ref } from './part.ts'
import { headers, problems } from './responses.ts'

const WORD = { type: 'string', pattern: '^[\\w.-]+$', maxLength: 100 }

/** What is served beside the API: the document itself, health and keys. */
export const META_PATHS: Part = {
  '/openapi.json': {
    get: meta({
      operationId: 'getOpenApi',
      summary: 'Read this document',
      schema: { type: 'object', additionalProperties: true, description: 'OpenAPI 3.1.' },
      statuses: [],
    }),
  },
  '/health/live': { get: health('getLiveness', 'Ask whether the process is alive') },
  '/health/ready': { get: health('getReadiness', 'Ask whether it may get work') },
  '/health/startup': { get: health('getStartup', 'Ask whether it has started') },
  '/.well-known/jwks.json': {
    get: meta({
      operationId: 'getKeys',
      summary: 'Read the public keys that sign tokens',
      schema: ref('schemas', 'KeySet'),
      statuses: [],
    }),
  },
}

/** Schemas of what is served beside the API. */
export const META_SCHEMAS: Part = {
  Health: {
    type: 'object',
    properties: {
      status: { type: 'string', enum: ['ok', 'unavailable'] },
      reasons: {
        type: 'array',
        maxItems: 10,
        items: WORD,
        description: 'What is missing, in single words.',
      },
    },
    required: ['status', 'reasons'],
    additionalProperties: false,
    example: { status: 'ok', reasons: [] },
  },
  KeySet: {
    type: 'object',
    description: 'A JSON Web Key Set (RFC 7517), public members only.',
    properties: {
      keys: {
        type: 'array',
        maxItems: 10,
        items: {
          type: 'object',
          properties: Object.fromEntries(
            ['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use'].map((name) => [name, WORD]),
          ),
          required: ['kty', 'kid'],
          additionalProperties: false,
        },
      },
    },
    required: ['keys'],
    additionalProperties: false,
    example: { keys: [] },
  },
}

function health(operationId: string, summary: string): Part {
  const schema = ref('schemas', 'Health')
  const about = meta({ operationId, summary, schema, statuses: [] })
  const unwell = {
    description: 'Not now.',
    headers: headers('Cache-Control', 'Retry-After'),
    content: { 'application/json': { schema } },
  }
  return { ...about, responses: { ...Object(about['responses']), 503: unwell } }
}

interface Meta {
  readonly operationId: string
  readonly summary: string
  readonly schema: Part
  readonly statuses: readonly number[]
}

function meta({ operationId, summary, schema, statuses }: Meta): Part {
  return {
    operationId,
    tags: ['Service'],
    summary,
    description: `${summary}. Open to everybody.`,
    security: [{ bearer: [] }, {}],
    responses: {
      200: {
        description: 'The answer.',
        headers: headers('Cache-Control'),
        content: { 'application/json': { schema } },
      },
      ...problems([400, 401, 406, 408, 414, 429, 431, 500, 503, ...statuses]),
    },
  }
}
