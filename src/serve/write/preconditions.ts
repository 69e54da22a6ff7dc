import { createHash } from 'node:crypto'
import type { ResourceDesign } from '../../compile/design.ts'
import { ArchitectError } from '../../std/error.ts'
import type { HttpRequest } from '../http.ts'
import type { Idempotency, IfMatch } from '../request.ts'

/** An entity tag of ours: a version in quotes. */
const STRONG_TAG = /^"(\d{1,9})"$/
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/
/** 1 to 255 visible characters of ASCII. */
const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * The versions that `If-Match` names. A weak tag never matches, nor does a tag that we never made: both are
 * left out, and a list without any is one that no version is in.
 *
 * @throws {ArchitectError} ARC101 when it is no list of tags, ARC110 when the resource requires it and it is missing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export function parseIfMatch(http: HttpRequest, resource: ResourceDesign): IfMatch | undefined {
  const field = http.headers['if-match']?.trim()
  if (field === undefined) {
    if (!resource.requireIfMatch) return undefined
    throw new ArchitectError(
      'ARC110',
      'Send If-Match with the ETag of the version that you change.',
    )
  }
  if (field === '*') return { kind: 'any' }
  const tags = field.split(',').map((tag) => tag.trim())
  if (!tags.every((tag) => ENTITY_TAG.test(tag))) {
    throw headerFault('if-match', 'is no list of entity tags')
  }
  const versions = tags.flatMap((tag) => STRONG_TAG.exec(tag)?.[1] ?? []).map(Number)
  return { kind: 'versions', versions }
}

/**
 * The idempotency key of a POST, with the fingerprint of what it was sent for.
 * @throws {ArchitectError} ARC101 when it is not 1 to 255 visible characters of ASCII.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function parseIdempotency(http: HttpRequest, body: Uint8Array): Idempotency | undefined {
  const key = http.headers['idempotency-key']
  if (key === undefined) return undefined
  if (!KEY.test(key))
    throw headerFault('idempotency-key', 'is not 1 to 255 visible ASCII characters')
  const fingerprint = createHash('sha256')
    .update(`${http.method} ${http.url}\n`)
    .update(body)
    .digest('hex')
  return { key, fingerprint }
}

function headerFault(pointer: string, message: string): ArchitectError {
  return new ArchitectError('ARC101', `${pointer} ${message}.`, {
    faults: [{ pointer, code: 'format', message }],
  })
}
