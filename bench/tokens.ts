import type { Client } from 'pg'
import {
  generateKeys,
  importKeys,
  type JwkSet,
  mintToken,
  publicJwks,
} from '../src/serve/tokens.ts'

/** Whom the tokens are from and for. */
export const ISSUER = 'https://bench.example'
export const AUDIENCE = 'https://bench.example/api'
/** Different callers in one workload. */
const CALLERS = 200
const TTL_SECONDS = 6 * 3600

/** One who calls, with a token for it. */
export interface BenchCaller {
  readonly id: string
  readonly role: string
  readonly token: string
}

/** Keys of one run and tokens of authors spread over the table: one in twenty is an editor. */
export interface Tokens {
  readonly callers: readonly BenchCaller[]
  /** For the product, which imports it as its configuration says. */
  readonly privateKeys: JwkSet
  readonly publicKeys: JwkSet
}

/** New keys, and a token for each of 200 authors. */
export async function mintTokens(client: Client): Promise<Tokens> {
  const privateKeys = await generateKeys()
  const keys = await importKeys(privateKeys)
  const { rows } = await client.query<{ id: string; role: string }>(
    'select id, role from (select id, role, row_number() over (order by handle) as n from authors) a where n % 47 = 8 order by n limit $1',
    [CALLERS],
  )
  const now = new Date()
  const mint = async ({ id, role }: { id: string; role: string }): Promise<BenchCaller> => {
    const roles = role === 'member' ? [] : [role]
    const claims = {
      subject: id,
      roles,
      ttlSeconds: TTL_SECONDS,
      issuer: ISSUER,
      audience: AUDIENCE,
    }
    return { id, role, token: await mintToken(keys, claims, now) }
  }
  return { callers: await Promise.all(rows.map(mint)), privateKeys, publicKeys: publicJwks(keys) }
}
