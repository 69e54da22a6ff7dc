import { hash } from 'node:crypto'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { Setup } from './setup.ts'

/** Who calls. */
export interface Caller {
  readonly id: string
  readonly isEditor: boolean
  /** Seconds since the epoch. */
  readonly expiresAt: number
}

/** As many as the product remembers. */
const REMEMBERED = 10_000

/**
 * Checks bearer tokens and remembers the ones that passed, as the product does, so that no program
 * verifies more signatures than another. Undefined for anything that is no valid token.
 */
export function createTokenCheck(
  setup: Pick<Setup, 'jwks' | 'issuer' | 'audience'>,
): (authorization: string | undefined) => Caller | undefined | Promise<Caller | undefined> {
  const keys = createLocalJWKSet({ keys: [...setup.jwks.keys] })
  const known = new Map<string, Caller>()
  return (authorization) => {
    if (!authorization?.startsWith('Bearer ')) return undefined
    const token = authorization.slice(7)
    const key = hash('sha256', token, 'base64')
    const caller = known.get(key)
    if (caller !== undefined && caller.expiresAt > Date.now() / 1000) return caller
    return verify(token).then((verified) => {
      if (known.size >= REMEMBERED) known.clear()
      if (verified !== undefined) known.set(key, verified)
      return verified
    })
  }

  async function verify(token: string): Promise<Caller | undefined> {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: setup.issuer,
        audience: setup.audience,
        typ: 'at+jwt',
        algorithms: ['EdDSA', 'ES256'],
        requiredClaims: ['exp', 'iat', 'sub'],
      })
      const roles = Array.isArray(payload['roles']) ? payload['roles'] : []
      return {
        id: payload.sub ?? '',
        isEditor: roles.includes('editor'),
        expiresAt: payload.exp ?? 0,
      }
    } catch {
      return undefined
    }
  }
}
