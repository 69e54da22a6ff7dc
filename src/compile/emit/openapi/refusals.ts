import type { ErrorCode } from '../../../std/error.ts'

/** A kind of refusal. */
export interface Refusal {
  readonly name: string
  readonly code: ErrorCode
  readonly description: string
  readonly headers?: readonly string[]
  readonly faults?: boolean
}

/** One for each status that a request can be refused with. */
export const REFUSALS: Readonly<Record<number, Refusal>> = {
  400: {
    name: 'Malformed',
    code: 'ARC101',
    description: 'Bytes that are no JSON, an unknown parameter, a value of the wrong type.',
    faults: true,
  },
  401: {
    name: 'Unauthenticated',
    code: 'ARC201',
    description: 'A token is missing, or wrong, or over.',
    headers: ['WWW-Authenticate'],
  },
  403: {
    name: 'Forbidden',
    code: 'ARC202',
    description: 'The caller may read this, but not do that.',
  },
  404: {
    name: 'NotFound',
    code: 'ARC301',
    description: 'There is no such row, or the caller may not read it.',
  },
  405: {
    name: 'MethodNotAllowed',
    code: 'ARC103',
    description: 'This path has no such method.',
    headers: ['Allow'],
  },
  406: {
    name: 'NotAcceptable',
    code: 'ARC104',
    description: 'The answer cannot be had in the media types that `Accept` names.',
  },
  408: {
    name: 'RequestTimeout',
    code: 'ARC109',
    description: 'The request took too long to arrive.',
  },
  409: {
    name: 'Conflict',
    code: 'ARC303',
    description:
      'There is such a row already; a patch test failed; others still refer to the row; or the first request with this key is still running.',
    headers: ['Retry-After'],
  },
  412: { name: 'PreconditionFailed', code: 'ARC302', description: 'The row has changed since.' },
  413: { name: 'TooLarge', code: 'ARC105', description: 'The body is larger than it may be.' },
  414: { name: 'UriTooLong', code: 'ARC106', description: 'The address is longer than 8 KiB.' },
  415: {
    name: 'UnsupportedMediaType',
    code: 'ARC107',
    description: 'The body has another media type, or is compressed.',
    headers: ['Accept-Post', 'Accept-Patch'],
  },
  422: {
    name: 'Invalid',
    code: 'ARC102',
    description: 'The body breaks the schema: every fault with its pointer.',
    faults: true,
  },
  428: {
    name: 'PreconditionRequired',
    code: 'ARC110',
    description: '`If-Match` is required here.',
  },
  429: {
    name: 'TooManyRequests',
    code: 'ARC203',
    description: 'More requests than the limit allows.',
    headers: ['Retry-After'],
  },
  431: {
    name: 'HeadTooLarge',
    code: 'ARC108',
    description: 'The header fields are larger than 16 KiB.',
  },
  500: { name: 'Internal', code: 'ARC500', description: 'A fault of ours.' },
  503: {
    name: 'Unavailable',
    code: 'ARC502',
    description: 'Overloaded, or something that is needed does not answer.',
    headers: ['Retry-After'],
  },
}
