-- Schema of notes, for PostgreSQL 15 to 18. Made from the blueprint: change that, not this.

begin;

create schema if not exists architect;

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

create table users (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  handle text not null,
  role text not null default 'member',
  constraint users_pkey primary key (id),
  constraint users_handle_key unique (handle),
  constraint users_handle_check check (char_length(handle) >= 3 and char_length(handle) <= 30 and handle ~ '^[a-z0-9_]+$'),
  constraint users_role_check check (role in ('member', 'admin'))
);

create table notes (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  owner_id uuid not null,
  title text not null,
  body text,
  constraint notes_pkey primary key (id),
  constraint notes_title_check check (char_length(title) >= 1 and char_length(title) <= 200),
  constraint notes_body_check check (char_length(body) <= 10000)
);

-- serves GET /v1/notes?owner&sort=-createdAt
-- serves GET /v1/notes?sort=-createdAt
-- serves GET /v1/users?include=notes
create index notes_owner_id_created_at_id_e1199htg on notes (owner_id, created_at desc, id desc);

alter table notes add constraint notes_owner_id_fkey foreign key (owner_id) references users (id) on delete cascade;

comment on table users is '[architect r_o74fcfle]';
comment on column users.handle is '[architect f_hzcsv316]';
comment on column users.role is '[architect f_wg96kwu4]';
comment on table notes is '[architect r_130wgr19]';
comment on column notes.owner_id is '[architect f_clr4hu9s]';
comment on column notes.title is '[architect f_c5qf4h45]';
comment on column notes.body is '[architect f_jc39d6mx]';

-- The second wall: row level security from the same rules, for SQL roles other than the owner of the tables.
-- The server connects as the owner and carries the rules in its statements, so the wall costs it nothing.
-- A session says who it is with app.actor (an id) and app.roles (names with commas between); without it, it is anonymous.
-- Where a rule looks at other rows it is asked through a function once for every row, which is slow on long lists:
-- the function sees those rows as the server does, whatever walls stand before them, and no rule can ask itself.
do $wall$
declare
  old record;
begin
  for old in
    select tablename, policyname from pg_policies
    where schemaname = 'public' and policyname like 'architect\_%'
  loop
    execute format('drop policy %I on public.%I', old.policyname, old.tablename);
  end loop;
  for old in
    select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'architect'::regnamespace and p.proname like 'may\_%'
  loop
    execute format('drop function %s', old.signature);
  end loop;
end
$wall$;

alter table users enable row level security;
-- read: the actor is signed in
create policy architect_read_1 on users for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null);
-- update: the user is the actor
create policy architect_update_2 on users for update
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and users.id = (select nullif(current_setting('app.actor', true), ''))::uuid)
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and users.id = (select nullif(current_setting('app.actor', true), ''))::uuid);

alter table notes enable row level security;
-- read: owner is the actor
create policy architect_read_1 on notes for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and notes.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- create: the actor is signed in
create policy architect_create_2 on notes for insert
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and notes.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- update: owner is the actor
create policy architect_update_3 on notes for update
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and notes.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid)
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and notes.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: owner is the actor
create policy architect_delete_4 on notes for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and notes.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);

do $roles$
declare
  missing text;
begin
  foreach missing in array array['architect_reader', 'architect_app'] loop
    if to_regrole(missing) is null then
      execute format('create role %I nologin', missing);
    end if;
  end loop;
exception
  when insufficient_privilege or duplicate_object or unique_violation then
    raise notice 'the roles architect_reader and architect_app were not made: %', sqlerrm;
end
$roles$;

do $grants$
begin
  if to_regrole('architect_reader') is not null and to_regrole('architect_app') is not null then
    grant usage on schema public to architect_reader, architect_app;
    revoke execute on all functions in schema architect from public;
    grant execute on all functions in schema architect to architect_reader, architect_app;
    revoke all on users from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, handle, role) on users to architect_reader, architect_app;
    grant update (updated_at, version, handle) on users to architect_app;
    revoke all on notes from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, owner_id, title, body) on notes to architect_reader, architect_app;
    grant insert (id, owner_id, title, body) on notes to architect_app;
    grant update (updated_at, version, title, body) on notes to architect_app;
    grant delete on notes to architect_app;
  end if;
end
$grants$;

commit;
