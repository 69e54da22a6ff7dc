import type { Plan } from '../plan/plan.ts'

/** Every answer differs by who asks and by what it was asked to be. */
const VARY = 'accept, authorization'
const PRIVATE = 'private, no-cache'

/**
 * What caches may do with an answer. Shared caches only get what everybody may see, from a resource whose
 * author gave a time to live, when nobody was signed in.
 * @see https://www.rfc-editor.org/rfc/rfc9111
 */
export function cacheHeaders({ request, actor }: Plan): {
  readonly 'cache-control': string
  readonly vary: string
} {
  const { resource, select } = request
  const alone = select.includes.length === 0 && select.computed.length === 0
  if (resource.cache === undefined) return { 'cache-control': PRIVATE, vary: VARY }
  const { ttlSeconds } = resource.cache
  const scope = resource.public && alone && actor.kind === 'anonymous' ? 'public' : 'private'
  return { 'cache-control': `${scope}, max-age=${ttlSeconds}`, vary: VARY }
}

/**
 * Whether the client has this representation already. Weak comparison, as `If-None-Match` wants.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes('*') || known.includes(etag)
}
