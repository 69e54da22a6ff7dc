import { createHmac, KeyObject, sign as signBytes } from 'node:crypto'
import * as jose from 'jose'
import { expect, test } from 'vitest'
import { type Authenticate, createAuthenticator } from './authenticate.ts'
import type { HttpRequest } from './http.ts'
import { generateKeys, importKeys, mintToken, publicJwks } from './tokens.ts'

const ISSUER = 'https://issuer.example'
const AUDIENCE = 'https://api.example'
const ID = '0190d6f0-0000-7000-8000-000000000001'
const NOW = new Date('2026-11-23T12:00:00Z')
const now = NOW.getTime() / 1000

const ours = await jose.generateKeyPair('ES256', { extractable: true })
const other = await jose.generateKeyPair('ES256', { extractable: true })
const rsa = await jose.generateKeyPair('RS256', { extractable: true })
const publicJwk = { ...(await jose.exportJWK(ours.publicKey)), kid: 'k1', alg: 'ES256' }
const edwards = await generateKeys()
const keys = await importKeys({ keys: [publicJwk, ...edwards.keys] })

function authenticator(at: () => Date = () => NOW): Authenticate {
  const roles = ['editor', 'moderator']
  return createAuthenticator({ keys, issuer: ISSUER, audience: AUDIENCE, roles, now: at })
}

function request(headers: Record<string, string>, url = '/v1/shares'): HttpRequest {
  return {
    method: 'GET',
    url,
    headers,
    body: () => Promise.resolve(Buffer.alloc(0)),
    requestId: 'r1',
    signal: new AbortController().signal,
    address: '127.0.0.1',
  }
}

const withToken = (token: string): HttpRequest => request({ authorization: `Bearer ${token}` })

const CLAIMS = { iss: ISSUER, aud: AUDIENCE, sub: ID, roles: [], iat: now, exp: now + 600 }
const HEADER = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }
type Members = Record<string, unknown>
const b64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Signed with our own key whatever the claims say, so that the check of the claim is tested and not the signature. */
async function signed(
  claims: Members | string = {},
  header: Members = {},
  key: jose.CryptoKey = ours.privateKey,
): Promise<string> {
  const payload = typeof claims === 'string' ? claims : JSON.stringify({ ...CLAIMS, ...claims })
  return await new jose.CompactSign(Buffer.from(payload))
    .setProtectedHeader({ ...HEADER, ...header })
    .sign(key, { crit: { x: true, b64: true } })
}

const good = await signed()
const [H = '', P = '', S = ''] = good.split('.')
function hmac(key: string): string {
  const head = `${b64({ ...HEADER, alg: 'HS256' })}.${P}`
  return `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`
}
const der = signBytes('sha256', Buffer.from(`${H}.${P}`), KeyObject.from(ours.privateKey))
const flipped = Buffer.from(S, 'base64url')
flipped.writeUInt8(flipped.readUInt8(10) ^ 1, 10)
const ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'

const ATTACKS: Readonly<Record<string, string>> = {
  'alg none': `${b64({ ...HEADER, alg: 'none' })}.${P}.`,
  'alg nOnE': `${b64({ ...HEADER, alg: 'nOnE' })}.${P}.`,
  'alg none with a signature': `${b64({ ...HEADER, alg: 'none' })}.${P}.${S}`,
  'signature removed': `${H}.${P}.`,
  'two parts': `${H}.${P}`,
  'r and s are 0': `${H}.${P}.${Buffer.alloc(64).toString('base64url')}`,
  'r and s are the order': `${H}.${P}.${Buffer.from(ORDER.repeat(2), 'hex').toString('base64url')}`,
  'one bit flipped': `${H}.${P}.${flipped.toString('base64url')}`,
  'signature truncated': good.slice(0, -4),
  'signature extended': `${good}AAAA`,
  'DER signature': `${H}.${P}.${der.toString('base64url')}`,
  'payload changed': `${H}.${b64({ ...CLAIMS, roles: ['moderator'] })}.${S}`,
  'header changed': `${b64({ ...HEADER, z: 1 })}.${P}.${S}`,
  'HMAC with the public key as PEM': hmac(await jose.exportSPKI(ours.publicKey)),
  'HMAC with the public key as JWK': hmac(JSON.stringify(publicJwk)),
  'HMAC with an empty key': hmac(''),
  'HMAC with the key id': hmac('k1'),
  RS256: await signed({}, { alg: 'RS256' }, rsa.privateKey),
  'alg of another key of ours': `${b64({ ...HEADER, alg: 'EdDSA' })}.${P}.${S}`,
  'no alg': `${b64({ typ: 'at+jwt', kid: 'k1' })}.${P}.${S}`,
  'key inside the token': await signed(
    {},
    { jwk: await jose.exportJWK(other.publicKey) },
    other.privateKey,
  ),
  'key by URL': await signed({}, { jku: 'http://127.0.0.1:1/k' }, other.privateKey),
  'certificate by URL': await signed({}, { x5u: 'http://127.0.0.1:1/c' }, other.privateKey),
  'certificate inside': await signed({}, { x5c: ['MIIB'] }, other.privateKey),
  'kid is a path': await signed({}, { kid: '../../../dev/null' }, other.privateKey),
  'kid is SQL': await signed({}, { kid: "k1' or '1'='1" }, other.privateKey),
  'kid unknown, our key': await signed({}, { kid: 'nope' }),
  'kid missing, our key': await signed({}, { kid: undefined }),
  'kid an object': `${b64({ ...HEADER, kid: {} })}.${P}.${S}`,
  'kid __proto__': await signed({}, { kid: '__proto__' }),
  'known kid, other key': await signed({}, {}, other.privateKey),
  expired: await signed({ iat: now - 700, exp: now - 60 }),
  'no exp': await signed({ exp: undefined }),
  'exp null': await signed({ exp: null }),
  'exp text': await signed({ exp: '9999999999' }),
  'exp negative': await signed({ exp: -1 }),
  'exp beyond numbers': await signed(JSON.stringify(CLAIMS).replace(/"exp":\d+/, '"exp":1e999')),
  'lives ten years': await signed({ exp: now + 315_360_000 }),
  'not yet valid': await signed({ nbf: now + 600 }),
  'nbf text': await signed({ nbf: 'soon' }),
  'issued in the future': await signed({ iat: now + 3600, exp: now + 4200 }),
  'no iat': await signed({ iat: undefined }),
  'iat text': await signed({ iat: '1' }),
  'iat negative': await signed({ iat: -1, exp: now + 1 }),
  'other issuer': await signed({ iss: 'https://evil.example' }),
  'issuer as a prefix': await signed({ iss: `${ISSUER}.evil` }),
  'issuer with a slash': await signed({ iss: `${ISSUER}/` }),
  'issuer in a list': await signed({ iss: [ISSUER] }),
  'no issuer': await signed({ iss: undefined }),
  'other audience': await signed({ aud: 'https://other.example' }),
  'ours among audiences': await signed({ aud: ['https://other.example', AUDIENCE] }),
  'ours alone in a list': await signed({ aud: [AUDIENCE] }),
  'no audience': await signed({ aud: undefined }),
  'audience an object': await signed({ aud: { 0: AUDIENCE } }),
  'no subject': await signed({ sub: undefined }),
  'subject a number': await signed({ sub: 1 }),
  'subject an object': await signed({ sub: { $ne: null } }),
  'subject is SQL': await signed({ sub: "' or 1=1 --" }),
  'subject in upper case': await signed({ sub: 'A190D6F0-0000-7000-8000-000000000001' }),
  'roles a text': await signed({ roles: 'moderator' }),
  'roles an object': await signed({ roles: { 0: 'moderator', length: 1 } }),
  'a role nobody declared': await signed({ roles: ['superuser'] }),
  'a role that is no text': await signed({ roles: [['moderator']] }),
  'more roles than there are': await signed({ roles: ['editor', 'editor', 'editor'] }),
  'another kind of token': await signed({}, { typ: 'JWT' }),
  'no typ': await signed({}, { typ: undefined }),
  'logout token': await signed({}, { typ: 'logout+jwt' }),
  'unknown critical header': await signed({}, { crit: ['x'], x: 1 }),
  'unencoded payload': `${b64({ ...HEADER, b64: false, crit: ['b64'] })}.${P}.${S}`,
  'five parts': `${good}.a.b`,
  'payload a list': await signed('[]'),
  'payload null': await signed('null'),
  'payload not JSON': await signed('{'),
  'subject twice, unsigned': `${H}.${b64(JSON.stringify(CLAIMS).replace('{', '{"sub":"x",'))}.${S}`,
  'space inside': good.replace('.', '. '),
  'newline at the end': `${good}\n`,
  padding: `${good}==`,
  'standard base64': `${H}.${P}.+/+/`,
  empty: '',
  dots: '..',
  NUL: '\0.\0.\0',
  '1 MB': 'a'.repeat(1e6),
  '1 MB payload, signed': await signed({ pad: 'a'.repeat(1e6) }),
}

test('there are enough attacks', () => {
  expect(Object.keys(ATTACKS).length).toBeGreaterThan(79)
})

test.each(Object.entries(ATTACKS))('refused: %s', async (_name, token) => {
  const attempt = async (): Promise<unknown> => await authenticator()(withToken(token))
  await expect(attempt()).rejects.toMatchObject({ name: 'ArchitectError', code: 'ARC204' })
})

test.each(['Basic YTpi', 'Bearer', 'Token x', good, ''])('refused as credentials: %s', (value) => {
  expect(() => authenticator()(request({ authorization: value }))).toThrow(
    expect.objectContaining({ code: 'ARC204' }),
  )
})

test('a good token makes the actor it names', async () => {
  const token = await signed({ roles: ['moderator', 'editor'] })
  expect(await authenticator()(withToken(token))).toEqual({
    kind: 'user',
    id: ID,
    roles: ['editor', 'moderator'],
    expiresAt: now + 600,
  })
})

test('no credentials make the anonymous actor', () => {
  expect(authenticator()(request({}))).toEqual({ kind: 'anonymous' })
})

test('a token in the URL is refused, and nothing of it is repeated', () => {
  expect(() => authenticator()(request({}, `/v1/shares?access_token=${good}`))).toThrow(
    expect.objectContaining({ code: 'ARC101', message: expect.not.stringContaining(good) }),
  )
})

test('a token that was seen is answered at once, until it ends', async () => {
  const clock = { at: NOW }
  const authenticate = authenticator(() => clock.at)
  await authenticate(withToken(good))
  expect(authenticate(withToken(good))).toMatchObject({ kind: 'user', id: ID })
  clock.at = new Date(NOW.getTime() + 606_000)
  await expect(authenticate(withToken(good))).rejects.toMatchObject({ code: 'ARC204' })
})

test('a forged token that shares the payload of a remembered one stays forged', async () => {
  const authenticate = authenticator()
  await authenticate(withToken(good))
  const forged = ATTACKS['one bit flipped'] ?? ''
  await expect(authenticate(withToken(forged))).rejects.toMatchObject({ code: 'ARC204' })
})

test('a minted token is accepted, and its public key says nothing secret', async () => {
  const claims = {
    subject: ID,
    roles: ['editor'],
    ttlSeconds: 60,
    issuer: ISSUER,
    audience: AUDIENCE,
  }
  const token = await mintToken(keys, claims, NOW)
  expect(await authenticator()(withToken(token))).toMatchObject({ id: ID, expiresAt: now + 60 })
  expect(publicJwks(keys).keys.flatMap(Object.keys)).not.toContain('d')
})

test.each([
  ['no set', {}],
  ['an empty set', { keys: [] }],
  ['a symmetric key', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a' }] }],
  ['no kid', { keys: [{ ...publicJwk, kid: undefined }] }],
  ['one kid twice', { keys: [publicJwk, publicJwk] }],
  ['a point off the curve', { keys: [{ ...publicJwk, x: 'AAAA' }] }],
])('keys that cannot be used are refused: %s', async (_name, set) => {
  await expect(importKeys(set)).rejects.toMatchObject({ code: 'ARC511' })
})
