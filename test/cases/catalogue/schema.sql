-- Schema of catalogue, for PostgreSQL 15 to 18. Made from the blueprint: change that, not this.

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

create table organisations (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  name text not null,
  constraint organisations_pkey primary key (id),
  constraint organisations_name_check check (char_length(name) >= 1 and char_length(name) <= 80)
);

create table members (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  organisation_id uuid not null,
  email text not null,
  role text not null default 'clerk',
  constraint members_pkey primary key (id),
  constraint members_organisation_id_email_key unique (organisation_id, email),
  constraint members_email_check check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and char_length(email) <= 254),
  constraint members_role_check check (role in ('clerk', 'buyer'))
);

-- serves GET /v2/members?sort=-id
create index members_organisation_id_id_4g2mvkah on members (organisation_id, id desc);

create table products (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  organisation_id uuid not null,
  slug text not null,
  title text not null,
  kind text not null default 'part',
  price numeric(19,4) not null,
  weight numeric(9,3),
  stock integer not null default 0,
  sold bigint not null default '0'::bigint,
  fragile boolean not null default false,
  released_at timestamptz,
  discontinued_on date,
  warranty interval,
  serial uuid,
  homepage text,
  origin inet,
  attributes jsonb,
  thumbnail bytea,
  tags text[] not null,
  successor_id uuid,
  search tsvector generated always as (to_tsvector('simple'::regconfig, coalesce(title, ''))) stored,
  constraint products_pkey primary key (id),
  constraint products_organisation_id_slug_key unique (organisation_id, slug),
  constraint products_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 100),
  constraint products_title_check check (char_length(title) >= 1 and char_length(title) <= 120),
  constraint products_kind_check check (kind in ('part', 'tool')),
  constraint products_price_check check (price >= '0'),
  constraint products_stock_check check (stock >= 0 and stock <= 2147483647),
  constraint products_homepage_check check (homepage ~ '^[a-zA-Z][a-zA-Z0-9+.-]*:[^[:space:]]+$' and char_length(homepage) <= 2048),
  constraint products_attributes_check check (octet_length(attributes::text) <= 65536),
  constraint products_thumbnail_check check (octet_length(thumbnail) <= 65536),
  constraint products_tags_check check (cardinality(tags) <= 10 and array_position(tags, null) is null)
);

-- serves GET /v2/products?kind&sort=kind,-price
-- serves GET /v2/products?sort=kind,-price
create index products_organisation_id_kind_price_id_nlx24re9 on products (organisation_id, kind, price desc, id desc);

-- serves GET /v2/products?kind&sort=-createdAt
-- serves GET /v2/products?sort=-createdAt
create index products_organisation_id_created_at_id_7obrn2jb on products (organisation_id, created_at desc, id desc);

-- serves search products (?q)
create index products_search_xnnudbvm on products using gin (search);

alter table members add constraint members_organisation_id_fkey foreign key (organisation_id) references organisations (id) on delete restrict;

alter table products add constraint products_organisation_id_fkey foreign key (organisation_id) references organisations (id) on delete cascade;
alter table products add constraint products_successor_id_fkey foreign key (successor_id) references products (id) on delete set null;

comment on table organisations is '[architect r_e9to3q9z]';
comment on column organisations.name is '[architect f_seh8vj2o]';
comment on table members is '[architect r_h6t3564j]';
comment on column members.organisation_id is '[architect f_bqup095x]';
comment on column members.email is '[architect f_4gmm8zlx]';
comment on column members.role is '[architect f_yemis35v]';
comment on table products is 'Something that can be bought. [architect r_nj55apkc]';
comment on column products.organisation_id is '[architect f_imm9d2mk]';
comment on column products.slug is '[architect f_oz6b87y1]';
comment on column products.title is '[architect f_5opbgjxs]';
comment on column products.kind is '[architect f_xvzxb294]';
comment on column products.price is '[architect f_umzibyev]';
comment on column products.weight is '[architect f_cv6aabvy]';
comment on column products.stock is '[architect f_ziqz608w]';
comment on column products.sold is '[architect f_3qrzvbj4]';
comment on column products.fragile is '[architect f_flxrq8pu]';
comment on column products.released_at is '[architect f_a88bh1qk]';
comment on column products.discontinued_on is '[architect f_n2n1acf4]';
comment on column products.warranty is '[architect f_5bqfaoau]';
comment on column products.serial is '[architect f_qzdyax62]';
comment on column products.homepage is '[architect f_lyzogy2y]';
comment on column products.origin is '[architect f_oy1wp2ls]';
comment on column products.attributes is '[architect f_r835r5eb]';
comment on column products.thumbnail is '[architect f_w30lvc72]';
comment on column products.tags is '[architect f_g13okdr3]';
comment on column products.successor_id is '[architect f_stj6i254]';

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

alter table organisations enable row level security;
-- read: the organisation is organisation of the actor
create function architect.may_read_organisations_1(candidate organisations) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and candidate.id = (select l1.organisation_id from members as l1 where l1.id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_1 on organisations for select
  using (architect.may_read_organisations_1(organisations));

alter table members enable row level security;
-- read: organisation is organisation of the actor
create function architect.may_read_members_1(candidate members) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and candidate.organisation_id = (select l1.organisation_id from members as l1 where l1.id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_1 on members for select
  using (architect.may_read_members_1(members));

alter table products enable row level security;
-- read: organisation is organisation of the actor
create function architect.may_read_products_1(candidate products) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and candidate.organisation_id = (select l1.organisation_id from members as l1 where l1.id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_1 on products for select
  using (architect.may_read_products_1(products));
-- create: the actor is a buyer and organisation is organisation of the actor
create function architect.may_create_products_2(candidate products) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['buyer'] and candidate.organisation_id = (select l1.organisation_id from members as l1 where l1.id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_create_2 on products for insert
  with check (architect.may_create_products_2(products));
-- update: the actor is a buyer and organisation is organisation of the actor
create function architect.may_update_products_3(candidate products) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['buyer'] and candidate.organisation_id = (select l1.organisation_id from members as l1 where l1.id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_update_3 on products for update
  using (architect.may_update_products_3(products))
  with check (architect.may_update_products_3(products));

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
    revoke all on organisations from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, name) on organisations to architect_reader, architect_app;
    revoke all on members from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, organisation_id, email, role) on members to architect_reader, architect_app;
    revoke all on products from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, organisation_id, slug, title, kind, price, weight, stock, sold, fragile, released_at, discontinued_on, warranty, serial, homepage, origin, attributes, thumbnail, tags, successor_id) on products to architect_reader, architect_app;
    grant insert (id, slug, title, kind, price, weight, stock, fragile, released_at, discontinued_on, warranty, serial, homepage, origin, attributes, thumbnail, tags, successor_id) on products to architect_app;
    grant update (updated_at, version, slug, title, kind, price, weight, stock, fragile, released_at, discontinued_on, warranty, serial, homepage, origin, attributes, thumbnail, tags, successor_id) on products to architect_app;
  end if;
end
$grants$;

commit;
