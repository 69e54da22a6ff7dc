// biome-ignore-all lint/performance/noBarrelFile: the public entry of the package, the only file that re-exports

export type { BackendInput, LoginMethod, VersionInput } from './backend.ts'
export { magicLink, oauth, oidc, passkeys, password, totp } from './backend.ts'
export type { ActorContext, Db, EventSchemas, Page, SystemContext } from './context.ts'
export type { Blueprint, Part } from './definition.ts'
export type { Rule } from './expression.ts'
export { ref } from './field.ts'
export {
  arrayOf,
  bigint,
  boolean,
  bytes,
  date,
  decimal,
  duration,
  email,
  int,
  ip,
  json,
  money,
  oneOf,
  slug,
  text,
  timestamp,
  url,
  uuid,
} from './scalars.ts'
export { type Schema, schema } from './schema.ts'
export type { ClientInsert, Id, Insert, Row } from './values.ts'
