import { ERRORS } from '../../../std/error.ts'
import type { ApiVersion } from '../../design.ts'
import { EXAMPLE_ID } from './example.ts'
import { type Part, ref } from './part.ts'
import { REFUSALS, type Refusal } from './refusals.ts'

const TEXT = { type: 'string', pattern: '^[\\x20-\\x7e]*$', maxLength: 1024 }

/** Header fields of answers. */
export const HEADERS: Part = {
  'X-Request-Id': header(
    'Names the request in our log; the one that was sent, or a new one.',
    EXAMPLE_ID,
  ),
  'Access-Control-Allow-Origin': header(
    'The origin of the page that asked, where it may.',
    'https://app.example.org',
  ),
  ETag: header('The version of the row, for `If-Match` and `If-None-Match`.', '"3"'),
  'Last-Modified': header('When the row was last changed.', 'Mon, 23 Nov 2026 23:20:07 GMT'),
  'Cache-Control': header('What caches may do.', 'private, no-cache'),
  Vary: header('The request fields that the answer depends on.', 'accept, authorization'),
  Link: header(
    '`rel="next"`: the next page. `rel="successor-version"`: the same in the next version.',
    '</v1/things?after=c>; rel="next"',
  ),
  Location: header('The path of the new row.', `/v1/things/${EXAMPLE_ID}`),
  RateLimit: header(
    'What is left of the limit (`r`) and the seconds until it is whole again (`t`), where a limit applies.',
    '"w60";r=29;t=60',
  ),
  'RateLimit-Policy': header(
    'The limit (`q`) and its window in seconds (`w`), where a limit applies.',
    '"w60";q=30;w=60',
  ),
  'Retry-After': {
    description: 'Seconds to wait before trying again.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 },
    example: 1,
  },
  Deprecation: header('Since when this version is deprecated (RFC 9745).', '@1798761600'),
  Sunset: header('When this version may end (RFC 8594).', 'Fri, 01 Jan 2027 00:00:00 GMT'),
  'Idempotency-Replayed': {
    description: 'True where the answer is the repetition of an earlier one.',
    schema: { type: 'boolean' },
    example: true,
  },
  'WWW-Authenticate': header('How to authenticate (RFC 6750).', 'Bearer realm="api"'),
  Allow: header('The methods of this path.', 'GET, HEAD, OPTIONS'),
  'Accept-Post': header('The media types that can be sent.', 'application/json'),
  'Accept-Patch': header(
    'The media types that can be sent.',
    'application/merge-patch+json, application/json-patch+json',
  ),
}

function header(description: string, example: string): Part {
  return { description, schema: TEXT, example }
}

/** The header fields of every answer of the API, with more by name. */
export function headers(...more: readonly string[]): Part {
  const names = [
    'X-Request-Id',
    'Access-Control-Allow-Origin',
    'RateLimit',
    'RateLimit-Policy',
    ...more,
  ]
  return Object.fromEntries(names.map((name) => [name, ref('headers', name)]))
}

/** The fields that say how old a version is. */
export function ageHeaders(version: ApiVersion): readonly string[] {
  return [
    ...(version.deprecation === undefined ? [] : ['Deprecation']),
    ...(version.sunset === undefined ? [] : ['Sunset']),
    ...(version.successor === undefined ? [] : ['Link']),
  ]
}

/** Every problem as a component, by name. */
export function problemResponses(
  statuses: ReadonlySet<number>,
  versions: readonly ApiVersion[],
): Part {
  const age = [...new Set(versions.flatMap(ageHeaders))]
  const used = Object.entries(REFUSALS).filter(([status]) => statuses.has(Number(status)))
  return Object.fromEntries(
    used.map(([, refusal]) => [refusal.name, problemResponse(refusal, age)]),
  )
}

/** References to the problems of an operation. */
export function problems(statuses: readonly number[]): Part {
  return Object.fromEntries(
    statuses.flatMap((status) => {
      const refusal = REFUSALS[status]
      return refusal === undefined ? [] : [[String(status), ref('responses', refusal.name)]]
    }),
  )
}

function problemResponse(refusal: Refusal, age: readonly string[]): Part {
  return {
    description: refusal.description,
    headers: headers(...(refusal.headers ?? []), ...age),
    content: {
      'application/problem+json': {
        schema: ref('schemas', 'Problem'),
        example: problemExample(refusal),
      },
    },
  }
}

function problemExample({ code, description, faults }: Refusal): Part {
  const { status, title } = ERRORS[code]
  return {
    type: `/docs/errors#${code.toLowerCase()}`,
    title,
    status,
    detail: description,
    instance: '/v1/things',
    code,
    requestId: EXAMPLE_ID,
    ...(faults === true
      ? { errors: [{ pointer: '/title', code: 'required', message: 'is required' }] }
      : {}),
  }
}

const LINE = { type: 'string', pattern: '^[^\\u0000]*$', maxLength: 2000 }
const WORD = { type: 'string', pattern: '^[\\w.-]+$', maxLength: 100 }

/** Schemas that every resource shares. */
export const SHARED_SCHEMAS: Part = {
  Problem: {
    type: 'object',
    description: 'What went wrong (RFC 9457).',
    properties: {
      type: { ...LINE, format: 'uri-reference', description: 'The page that explains the code.' },
      title: { ...LINE, description: 'The kind of problem.' },
      status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
      detail: { ...LINE, description: 'What went wrong this time.' },
      instance: { ...LINE, format: 'uri-reference', description: 'The path that was asked.' },
      code: {
        type: 'string',
        pattern: '^ARC[0-9]{3}$',
        maxLength: 6,
        description: 'Stable; made for programs.',
      },
      requestId: {
        type: 'string',
        pattern: '^[\\w-]{1,64}$',
        maxLength: 64,
        description: 'Names the request in our log.',
      },
      errors: {
        type: 'array',
        maxItems: 1000,
        items: ref('schemas', 'Fault'),
        description: 'Every single fault.',
      },
    },
    required: ['type', 'title', 'status', 'code', 'requestId'],
    additionalProperties: false,
  },
  Fault: {
    type: 'object',
    description: 'One fault of a body or a parameter.',
    properties: {
      pointer: {
        ...LINE,
        description: 'An RFC 6901 pointer into the body, or the name of the parameter.',
      },
      code: WORD,
      message: LINE,
    },
    required: ['pointer', 'code', 'message'],
    additionalProperties: false,
  },
  Page: {
    type: 'object',
    description: 'Where the list goes on.',
    properties: {
      next: {
        type: ['string', 'null'],
        pattern: '^[\\w.-]+$',
        maxLength: 4096,
        description: 'For `after`; null on the last page.',
      },
    },
    required: ['next'],
    additionalProperties: false,
    example: { next: null },
  },
  Count: {
    type: 'object',
    description: 'How long the list is; only with `count`.',
    properties: {
      value: { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      exact: { type: 'boolean', description: 'False where there are more than were counted.' },
    },
    required: ['value', 'exact'],
    additionalProperties: false,
    example: { value: 42, exact: true },
  },
}
