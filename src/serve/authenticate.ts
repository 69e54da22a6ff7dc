import { hash } from 'node:crypto'
import { type CryptoKey, errors, type JWTHeaderParameters, type JWTPayload, jwtVerify } from 'jose'
import { ArchitectError } from '../std/error.ts'
import { createRecent } from '../std/recent.ts'
import { type Actor, ANONYMOUS } from './actor.ts'
import type { HttpRequest } from './http.ts'
import { ALGORITHMS, type Keys } from './tokens.ts'

/** Who calls. Answers at once for a token it has seen before. */
export type Authenticate = (request: HttpRequest) => Actor | Promise<Actor>

export interface AuthenticateOptions {
  readonly keys: Keys
  readonly issuer: string
  readonly audience: string
  /** All roles there are; a token that names another is refused. */
  readonly roles: readonly string[]
  readonly now: () => Date
  /** Longest life a token may have from `iat` to `exp`; default 86,400. */
  readonly maxLifetimeSeconds?: number
  /** Verified tokens that are remembered; default 10,000. */
  readonly remembered?: number
}

/** Our tokens have 300 to 500 bytes; nothing longer is worth parsing. */
const MAX_TOKEN_BYTES = 4096
/** Clocks of issuer and server may differ by this much. */
const TOLERANCE_SECONDS = 5
const COMPACT = /^[\w-]{1,1024}\.[\w-]+\.[\w-]{1,256}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const IN_URL = /[?&]access_token=/

/**
 * Makes actors out of bearer tokens, and is the only one who does. No token: the anonymous actor.
 * The returned function throws `ARC204` for a token that is malformed, forged, stale or not for us,
 * and `ARC101` for a token in the URL.
 * @see https://www.rfc-editor.org/rfc/rfc9068 https://www.rfc-editor.org/rfc/rfc8725
 */
export function createAuthenticator(options: AuthenticateOptions): Authenticate {
  const known = createRecent<string, SignedIn>(options.remembered ?? 10_000)
  return (request) => {
    if (IN_URL.test(request.url)) throw tokenInUrl()
    const credentials = request.headers['authorization']
    if (credentials === undefined) return ANONYMOUS
    const token = tokenOf(credentials)
    // SHA-256, so that the memory of the process is no list of tokens.
    const key = hash('sha256', token, 'base64')
    const nowSeconds = Math.floor(options.now().getTime() / 1000)
    const actor = known.get(key)
    if (actor !== undefined && actor.expiresAt > nowSeconds) return actor
    return verify(token, options).then((verified) => {
      known.set(key, verified)
      return verified
    })
  }
}

type SignedIn = Extract<Actor, { kind: 'user' }>

/** Length first; the alphabet is looked at before anything is decoded. */
function tokenOf(credentials: string): string {
  const token = credentials.slice(7)
  if (credentials.length > MAX_TOKEN_BYTES || !/^bearer /i.test(credentials.slice(0, 7))) {
    throw invalid('it is not a bearer token of a sensible length')
  }
  return token
}

async function verify(token: string, options: AuthenticateOptions): Promise<SignedIn> {
  if (!COMPACT.test(token)) throw invalid('it is not a compact JWS')
  const { keys, issuer, audience } = options
  const now = options.now()
  try {
    const { payload } = await jwtVerify(token, (header) => keyFor(header, keys), {
      algorithms: [...ALGORITHMS],
      typ: 'at+jwt',
      issuer,
      audience,
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'sub'],
    })
    return actorOf(payload, options)
  } catch (error) {
    if (error instanceof errors.JOSEError) throw invalid(error.code, error)
    throw error
  }
}

/** A key is named and used with its own algorithm only, else HMAC with a public key would pass. */
function keyFor(header: JWTHeaderParameters, keys: Keys): CryptoKey {
  const key = typeof header.kid === 'string' ? keys.get(header.kid) : undefined
  if (key === undefined) throw invalid('no key has that kid')
  if (key.algorithm !== header.alg) throw invalid('alg is not the one of the key')
  return key.verify
}

/** What the library leaves open: one audience as text, a plausible life, ids, known roles. */
function actorOf(payload: JWTPayload, options: AuthenticateOptions): SignedIn {
  const { sub, aud, exp, iat } = payload
  if (aud !== options.audience) throw invalid('aud is not exactly ours')
  if (typeof sub !== 'string' || !UUID.test(sub)) throw invalid('sub is not a UUID')
  checkTimes(exp, iat, options)
  return {
    kind: 'user',
    id: sub,
    roles: rolesOf(payload['roles'], options.roles),
    expiresAt: Math.floor(exp ?? 0),
  }
}

function checkTimes(
  exp: number | undefined,
  iat: number | undefined,
  options: AuthenticateOptions,
): void {
  const now = options.now().getTime() / 1000
  if (exp === undefined || iat === undefined) throw invalid('exp or iat is missing')
  if (!Number.isSafeInteger(Math.floor(exp)) || iat < 0) throw invalid('exp or iat is no time')
  if (iat > now + TOLERANCE_SECONDS) throw invalid('iat lies in the future')
  if (exp - iat > (options.maxLifetimeSeconds ?? 86_400)) throw invalid('it lives too long')
}

function rolesOf(claim: unknown, allowed: readonly string[]): readonly string[] {
  if (claim === undefined) return []
  if (!Array.isArray(claim) || claim.length > allowed.length) throw invalid('roles is no such list')
  const roles = claim.map((role: unknown) => {
    if (typeof role !== 'string' || !allowed.includes(role)) throw invalid('a role is unknown')
    return role
  })
  return [...new Set(roles)].sort()
}

/** The client learns that the token is no good, and never why: `why` is for logs. */
function invalid(why: string, cause?: unknown): ArchitectError {
  return new ArchitectError('ARC204', 'The access token is not valid here, or no longer.', {
    detail: { why },
    cause,
  })
}

function tokenInUrl(): ArchitectError {
  return new ArchitectError('ARC101', 'A token belongs in the Authorization field, not in a URL.', {
    faults: [
      { pointer: 'access_token', code: 'forbidden', message: 'send it as Authorization: Bearer' },
    ],
  })
}
