/** Platformatic DB as its documentation sets it up: entities of the tables, rules by `find` and `save`. */
import { createPublicKey } from 'node:crypto'
import { create } from '@platformatic/db'

const setup = JSON.parse(process.argv[2])
const [jwk] = setup.jwks.keys
const publicKey = createPublicKey({ key: jwk, format: 'jwk' }).export({
  type: 'spki',
  format: 'pem',
})

const app = await create(import.meta.dirname, {
  server: { hostname: '127.0.0.1', port: setup.port, logger: { level: 'error' } },
  db: {
    connectionString: setup.databaseUrl,
    poolSize: setup.poolSize,
    schemalock: false,
    openapi: true,
    graphql: true,
    events: false,
  },
  authorization: {
    jwt: {
      secret: { public: publicKey },
      // Verified tokens are remembered, as every other program does.
      verify: {
        algorithms: ['EdDSA'],
        allowedIss: setup.issuer,
        allowedAud: setup.audience,
        cache: 10_000,
      },
    },
    // Rules are functions, so the plug-in adds them; a caller without a role of its own has this one.
    anonymousRole: 'anonymous',
  },
  plugins: { paths: [{ path: './rules.js', encapsulate: false }] },
  watch: false,
})
await app.start({ listen: true })
