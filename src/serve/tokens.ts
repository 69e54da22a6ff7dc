import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose'
import { ArchitectError, invariant } from '../std/error.ts'

/** Algorithms that a token may be signed with. */
export const ALGORITHMS = ['EdDSA', 'ES256'] as const

export type Algorithm = (typeof ALGORITHMS)[number]

/** One imported key. `sign` is absent where only the public half is known. */
export interface Key {
  readonly kid: string
  readonly algorithm: Algorithm
  readonly verify: CryptoKey
  readonly sign: CryptoKey | undefined
  /** Public half as published. */
  readonly jwk: JWK
}

/** Keys by `kid`; the first one that can sign does. */
export type Keys = ReadonlyMap<string, Key>

/** JSON Web Key Set. @see https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export interface JwkSet {
  readonly keys: readonly JWK[]
}

/** New private keys, to be kept as a secret: one EdDSA key (Ed25519), its thumbprint as `kid`. */
export async function generateKeys(): Promise<JwkSet> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return {
    keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'EdDSA', use: 'sig' }],
  }
}

/**
 * Keys out of a JWK set, private or public.
 * @throws {ArchitectError} ARC511 when it is no set, a key lacks `kid`, or is neither Ed25519 nor P-256.
 */
export async function importKeys(set: unknown): Promise<Keys> {
  const keys = await Promise.all(parseSet(set).map(importKey))
  if (keys.length === 0) throw unusable('the key set is empty')
  const byId = new Map(keys.map((key) => [key.kid, key]))
  if (byId.size < keys.length) throw unusable('two keys have the same kid')
  return byId
}

/** What `/.well-known/jwks.json` says: public halves only. */
export function publicJwks(keys: Keys): JwkSet {
  return { keys: [...keys.values()].map(({ jwk }) => jwk) }
}

/** `ttlSeconds` must be positive. */
export interface TokenClaims {
  /** Row of the identity resource. */
  readonly subject: string
  readonly roles: readonly string[]
  readonly ttlSeconds: number
  readonly issuer: string
  readonly audience: string
}

/**
 * A signed access token.
 * @throws {ArchitectError} ARC511 when no key can sign.
 * @see https://www.rfc-editor.org/rfc/rfc9068
 */
export async function mintToken(keys: Keys, claims: TokenClaims, now: Date): Promise<string> {
  const key = [...keys.values()].find(({ sign }) => sign !== undefined)
  if (key?.sign === undefined) throw unusable('no private key is known, so no token can be signed')
  const issuedAt = Math.floor(now.getTime() / 1000)
  return await new SignJWT({ roles: [...claims.roles].sort() })
    .setProtectedHeader({ alg: key.algorithm, typ: 'at+jwt', kid: key.kid })
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setSubject(claims.subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + claims.ttlSeconds)
    .sign(key.sign)
}

function parseSet(set: unknown): readonly JWK[] {
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined
  if (!Array.isArray(keys)) throw unusable('it is not a JWK set: { "keys": [...] }')
  return keys.map((key: unknown) => {
    if (typeof key !== 'object' || key === null) throw unusable('a key is not an object')
    return key
  })
}

async function importKey(jwk: JWK): Promise<Key> {
  const algorithm = algorithmOf(jwk)
  const { d, key_ops, ext, ...rest } = jwk
  const kid = jwk.kid
  if (typeof kid !== 'string' || kid === '') throw unusable('a key has no kid')
  const published: JWK = { ...rest, alg: algorithm, use: 'sig' }
  try {
    const verify = asymmetric(await importJWK(published, algorithm))
    const sign =
      d === undefined ? undefined : asymmetric(await importJWK({ ...published, d }, algorithm))
    return { kid, algorithm, verify, sign, jwk: published }
  } catch (cause) {
    throw unusable(`key ${kid} cannot be read`, cause)
  }
}

function algorithmOf(jwk: JWK): Algorithm {
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return 'EdDSA'
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') return 'ES256'
  throw unusable('a key is neither Ed25519 nor P-256')
}

function asymmetric(key: CryptoKey | Uint8Array): CryptoKey {
  return invariant(key instanceof Uint8Array ? undefined : key, 'an OKP or EC key is symmetric')
}

function unusable(why: string, cause?: unknown): ArchitectError {
  return new ArchitectError('ARC511', `The signing keys cannot be used: ${why}.`, { cause })
}
