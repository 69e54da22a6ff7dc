import type { Option } from './command.ts'

/** Options that several commands share. */
export const BLUEPRINT: Option = {
  name: 'blueprint',
  value: 'path',
  summary: 'The blueprint, or the folder it lies in (default: blueprint.ts here)',
}

export const PORT: Option = {
  name: 'port',
  value: 'number',
  summary: 'Port to listen on (environment: PORT; default 3000; 0 takes a free one)',
}
export const HOST: Option = {
  name: 'host',
  value: 'address',
  summary: 'Address to listen on (environment: HOST; default 127.0.0.1)',
}
export const DATABASE: Option = {
  name: 'database-url',
  value: 'url',
  summary: 'PostgreSQL to use (environment: DATABASE_URL; default: the embedded one)',
}
