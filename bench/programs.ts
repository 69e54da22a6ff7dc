import { fileURLToPath } from 'node:url'
import type { Dialect } from './dialects/dialect.ts'
import { rest } from './dialects/rest.ts'
import type { Command } from './measure/child.ts'
import type { Setup } from './programs/setup.ts'
import { AUDIENCE, ISSUER, type Tokens } from './tokens.ts'

/** Where a program runs and what it may know. */
export interface Place {
  readonly port: number
  readonly databaseUrl: string
  readonly tokens: Tokens
  /** Of Node itself: `--cpu-prof`. */
  readonly nodeFlags: readonly string[]
}

/** A program under test. */
export interface Program {
  readonly name: string
  /** For people. */
  readonly title: string
  readonly dialect: Dialect
  readonly command: (place: Place) => Command
}

/** Connections that a program may open: what the product opens at most, 4 shared ones and 10 of its pool. */
export const POOL_SIZE = 14

/** The unit, Fastify by hand, and the product. */
export const OWN_PROGRAMS: readonly Program[] = [
  {
    name: 'bare',
    title: 'bare node:http + pg',
    dialect: rest,
    command: (place) => script('./programs/bare.ts', place),
  },
  {
    name: 'fastify',
    title: 'Fastify + pg by hand',
    dialect: rest,
    command: (place) => script('./programs/fastify.ts', place),
  },
  {
    name: 'architect',
    title: 'Backend Architect',
    dialect: rest,
    command: architect,
  },
]

/** The product as its users start it, in production. */
function architect({ port, databaseUrl, tokens, nodeFlags }: Place): Command {
  return {
    program: process.execPath,
    args: [
      ...nodeFlags,
      fileURLToPath(new URL('../bin/architect.mjs', import.meta.url)),
      'start',
      '--blueprint',
      fileURLToPath(new URL('./blueprint.ts', import.meta.url)),
    ],
    env: {
      ARCHITECT_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      // No program writes a line for each request.
      LOG_LEVEL: 'silent',
      ARCHITECT_JWT_KEYS: JSON.stringify(tokens.privateKeys),
      ARCHITECT_JWT_ISSUER: ISSUER,
      ARCHITECT_JWT_AUDIENCE: AUDIENCE,
      ARCHITECT_CURSOR_SECRET: 'the benchmark keeps no secrets from anybody',
    },
  }
}

/** A program of this folder, which takes its setup as one argument. */
export function script(path: string, place: Place): Command {
  return {
    program: process.execPath,
    args: [
      ...place.nodeFlags,
      '--conditions=source',
      fileURLToPath(new URL(path, import.meta.url)),
      JSON.stringify(setupOf(place)),
    ],
    env: { NODE_ENV: 'production' },
  }
}

function setupOf({ port, databaseUrl, tokens }: Place): Setup {
  return {
    port,
    databaseUrl,
    jwks: { keys: tokens.publicKeys.keys.map((key) => ({ ...key })) },
    issuer: ISSUER,
    audience: AUDIENCE,
    poolSize: POOL_SIZE,
  }
}
