/** What the product keeps for itself, beside the tables of the blueprint. May run again and again. */
export const SYSTEM = `create schema if not exists architect;

-- Facts about this database: which schema was applied last.
create table if not exists architect.meta (
  key text primary key,
  value text not null
);

-- Answers to requests that carried an Idempotency-Key, kept for 24 hours.
create table if not exists architect.idempotency (
  scope text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  headers jsonb,
  body text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (scope, key)
);

create index if not exists idempotency_expires_at on architect.idempotency (expires_at);
`
