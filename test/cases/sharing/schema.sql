-- Schema of sharing, for PostgreSQL 15 to 18. Made from the blueprint: change that, not this.

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
  display_name text not null,
  bio text,
  email text not null,
  role text not null default 'member',
  constraint users_pkey primary key (id),
  constraint users_handle_key unique (handle),
  constraint users_email_key unique (email),
  constraint users_handle_check check (char_length(handle) >= 3 and char_length(handle) <= 30 and handle ~ '^[a-z0-9_]+$'),
  constraint users_display_name_check check (char_length(display_name) >= 1 and char_length(display_name) <= 80),
  constraint users_bio_check check (char_length(bio) <= 500),
  constraint users_email_check check (char_length(email) <= 254),
  constraint users_role_check check (role in ('member', 'moderator', 'admin'))
);

create table follows (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  follower_id uuid not null,
  followee_id uuid not null,
  constraint follows_pkey primary key (id),
  constraint follows_follower_id_followee_id_key unique (follower_id, followee_id)
);

-- serves GET /v1/follows?follower&sort=-createdAt
-- serves GET /v1/users?include=followsByFollower
-- serves count: items of collection
-- serves delete from users: follower of follows
-- serves rule: read collection item
-- serves rule: read comment
-- serves rule: read like
-- serves rule: read share
create index follows_follower_id_created_at_id_v6f1vrc3 on follows (follower_id, created_at desc, id desc);

-- serves GET /v1/follows?followee&sort=-createdAt
-- serves GET /v1/users?include=followsByFollowee
-- serves count: followers of user
-- serves delete from users: followee of follows
create index follows_followee_id_created_at_id_qbdlh5t4 on follows (followee_id, created_at desc, id desc);

-- serves GET /v1/follows?sort=-createdAt
create index follows_created_at_id_y9huiyp4 on follows (created_at desc, id desc);

create table shares (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  owner_id uuid not null,
  url text not null,
  title text not null,
  note text,
  visibility text not null default 'private',
  published_at timestamptz,
  search tsvector generated always as (to_tsvector('simple'::regconfig, coalesce(title, '') || ' ' || coalesce(note, ''))) stored,
  constraint shares_pkey primary key (id),
  constraint shares_url_check check (url ~ '^[a-zA-Z][a-zA-Z0-9+.-]*:[^[:space:]]+$' and char_length(url) <= 2048),
  constraint shares_title_check check (char_length(title) >= 1 and char_length(title) <= 200),
  constraint shares_note_check check (char_length(note) <= 2000),
  constraint shares_visibility_check check (visibility in ('public', 'followers', 'private'))
);

-- serves GET /v1/shares?owner&sort=-createdAt
-- serves GET /v1/shares?owner&visibility&sort=-createdAt
-- serves GET /v1/shares?sort=-createdAt
-- serves GET /v1/shares?visibility&sort=-createdAt
-- serves GET /v1/users?include=shares
-- serves count: items of collection
-- serves delete from users: owner of shares
-- serves rule: read collection item
-- serves rule: read comment
-- serves rule: read like
create index shares_owner_id_visibility_created_at_id_n9tvb3al on shares (owner_id, visibility, created_at desc, id desc);

-- serves GET /v1/shares?owner&sort=-publishedAt
-- serves GET /v1/shares?owner&visibility&sort=-publishedAt
-- serves GET /v1/shares?sort=-publishedAt
-- serves GET /v1/shares?visibility&sort=-publishedAt
-- serves count: items of collection
-- serves delete from users: owner of shares
-- serves rule: read collection item
-- serves rule: read comment
-- serves rule: read like
create index shares_owner_id_visibility_published_at_id_074uwmen on shares (owner_id, visibility, published_at desc, id desc);

-- serves GET /v1/shares?owner&sort=-createdAt
-- serves GET /v1/shares?owner&visibility&sort=-createdAt
-- serves GET /v1/shares?sort=-createdAt
-- serves GET /v1/shares?visibility&sort=-createdAt
-- serves GET /v1/users?include=shares
-- serves count: items of collection
-- serves delete from users: owner of shares
-- serves rule: read collection item
-- serves rule: read comment
-- serves rule: read like
create index shares_owner_id_created_at_id_e1199htg on shares (owner_id, created_at desc, id desc);

-- serves GET /v1/shares?owner&sort=-publishedAt
-- serves GET /v1/shares?owner&visibility&sort=-publishedAt
-- serves GET /v1/shares?sort=-publishedAt
-- serves GET /v1/shares?visibility&sort=-publishedAt
-- serves count: items of collection
-- serves delete from users: owner of shares
-- serves rule: read collection item
-- serves rule: read comment
-- serves rule: read like
create index shares_owner_id_published_at_id_hjtankp6 on shares (owner_id, published_at desc, id desc);

-- serves GET /v1/shares?sort=-createdAt
-- serves GET /v1/shares?visibility&sort=-createdAt
create index shares_created_at_id_y9huiyp4 on shares (created_at desc, id desc);

-- serves GET /v1/shares?sort=-createdAt
-- serves GET /v1/shares?visibility&sort=-createdAt
create index shares_created_at_id_dzflc6yi on shares (created_at desc, id desc) where visibility = 'public';

-- serves GET /v1/shares?sort=-publishedAt
-- serves GET /v1/shares?visibility&sort=-publishedAt
create index shares_published_at_id_7qf5bjji on shares (published_at desc, id desc);

-- serves GET /v1/shares?sort=-publishedAt
-- serves GET /v1/shares?visibility&sort=-publishedAt
create index shares_published_at_id_vo87p16o on shares (published_at desc, id desc) where visibility = 'public';

-- serves search shares (?q)
create index shares_search_xnnudbvm on shares using gin (search);

create table likes (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  share_id uuid not null,
  user_id uuid not null,
  constraint likes_pkey primary key (id),
  constraint likes_share_id_user_id_key unique (share_id, user_id)
);

-- serves GET /v1/likes?user&sort=-createdAt
-- serves GET /v1/users?include=likes
-- serves delete from users: user of likes
-- serves exists: likedByMe of share
create index likes_user_id_created_at_id_eyk9h09w on likes (user_id, created_at desc, id desc);

-- serves GET /v1/likes?share&sort=-createdAt
-- serves GET /v1/shares?include=likesByShare
-- serves count: likes of share
-- serves delete from shares: share of likes
create index likes_share_id_created_at_id_8fd2qie8 on likes (share_id, created_at desc, id desc);

-- serves GET /v1/likes?sort=-createdAt
create index likes_created_at_id_y9huiyp4 on likes (created_at desc, id desc);

create table comments (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  share_id uuid not null,
  author_id uuid not null,
  body text not null,
  constraint comments_pkey primary key (id),
  constraint comments_body_check check (char_length(body) >= 1 and char_length(body) <= 2000)
);

-- serves GET /v1/comments?share&author&sort=-createdAt
-- serves delete from shares: share of comments
create index comments_share_id_author_id_created_at_id_szvz698k on comments (share_id, author_id, created_at desc, id desc);

-- serves GET /v1/comments?author&sort=-createdAt
-- serves GET /v1/users?include=comments
-- serves delete from users: author of comments
create index comments_author_id_created_at_id_5aellgr0 on comments (author_id, created_at desc, id desc);

-- serves GET /v1/comments?share&sort=-createdAt
-- serves GET /v1/shares?include=comments
-- serves delete from shares: share of comments
create index comments_share_id_created_at_id_8fd2qie8 on comments (share_id, created_at desc, id desc);

-- serves GET /v1/comments?sort=-createdAt
create index comments_created_at_id_y9huiyp4 on comments (created_at desc, id desc);

create table collections (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  owner_id uuid not null,
  name text not null,
  listed text not null default 'no',
  constraint collections_pkey primary key (id),
  constraint collections_name_check check (char_length(name) >= 1 and char_length(name) <= 80),
  constraint collections_listed_check check (listed in ('yes', 'no'))
);

-- serves GET /v1/collections?listed&sort=-createdAt
-- serves GET /v1/collections?owner&listed&sort=-createdAt
-- serves GET /v1/collections?owner&sort=-createdAt
-- serves GET /v1/users?include=collections
-- serves delete from users: owner of collections
-- serves rule: read collection item
create index collections_owner_id_listed_created_at_id_xdm0sixo on collections (owner_id, listed, created_at desc, id desc);

-- serves GET /v1/collections?listed&sort=name
-- serves GET /v1/collections?owner&listed&sort=name
-- serves GET /v1/collections?owner&sort=name
create index collections_listed_owner_id_name_id_dpdvdta1 on collections (listed, owner_id, name, id);

-- serves GET /v1/collections?listed&sort=-createdAt
-- serves GET /v1/collections?owner&listed&sort=-createdAt
-- serves GET /v1/collections?owner&sort=-createdAt
-- serves GET /v1/collections?sort=-createdAt
-- serves GET /v1/users?include=collections
-- serves delete from users: owner of collections
-- serves rule: read collection item
create index collections_owner_id_created_at_id_e1199htg on collections (owner_id, created_at desc, id desc);

-- serves GET /v1/collections?listed&sort=-createdAt
-- serves GET /v1/collections?sort=-createdAt
create index collections_listed_created_at_id_xsr0icdk on collections (listed, created_at desc, id desc);

-- serves GET /v1/collections?listed&sort=name
-- serves GET /v1/collections?owner&listed&sort=name
-- serves GET /v1/collections?owner&sort=name
-- serves GET /v1/collections?sort=name
-- serves delete from users: owner of collections
-- serves rule: read collection item
create index collections_owner_id_name_id_yhzxf3p5 on collections (owner_id, name, id);

-- serves GET /v1/collections?listed&sort=name
-- serves GET /v1/collections?sort=name
create index collections_listed_name_id_vpf9l985 on collections (listed, name, id);

-- serves GET /v1/collections?listed&sort=-createdAt
-- serves GET /v1/collections?sort=-createdAt
create index collections_created_at_id_y9huiyp4 on collections (created_at desc, id desc);

-- serves GET /v1/collections?listed&sort=name
-- serves GET /v1/collections?sort=name
create index collections_name_id_vhaattrp on collections (name, id);

create table collection_items (
  id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  collection_id uuid not null,
  share_id uuid not null,
  position text not null,
  constraint collection_items_pkey primary key (id),
  constraint collection_items_collection_id_share_id_key unique (collection_id, share_id),
  constraint collection_items_position_check check (char_length(position) <= 40)
);

-- serves GET /v1/collection-items?share&sort=position
-- serves GET /v1/shares?include=collectionItems
-- serves delete from shares: share of collection_items
create index collection_items_share_id_position_id_awnrwxq9 on collection_items (share_id, position, id);

-- serves GET /v1/collection-items?collection&sort=position
-- serves GET /v1/collections?include=collectionItems
-- serves count: items of collection
-- serves delete from collections: collection of collection_items
create index collection_items_collection_id_position_id_tz5f5jto on collection_items (collection_id, position, id);

-- serves GET /v1/collection-items?sort=position
create index collection_items_position_id_h9hbirs9 on collection_items (position, id);

alter table follows add constraint follows_follower_id_fkey foreign key (follower_id) references users (id) on delete cascade;
alter table follows add constraint follows_followee_id_fkey foreign key (followee_id) references users (id) on delete cascade;

alter table shares add constraint shares_owner_id_fkey foreign key (owner_id) references users (id) on delete cascade;

alter table likes add constraint likes_share_id_fkey foreign key (share_id) references shares (id) on delete cascade;
alter table likes add constraint likes_user_id_fkey foreign key (user_id) references users (id) on delete cascade;

alter table comments add constraint comments_share_id_fkey foreign key (share_id) references shares (id) on delete cascade;
alter table comments add constraint comments_author_id_fkey foreign key (author_id) references users (id) on delete cascade;

alter table collections add constraint collections_owner_id_fkey foreign key (owner_id) references users (id) on delete cascade;

alter table collection_items add constraint collection_items_collection_id_fkey foreign key (collection_id) references collections (id) on delete cascade;
alter table collection_items add constraint collection_items_share_id_fkey foreign key (share_id) references shares (id) on delete cascade;

comment on table users is '[architect r_o74fcfle]';
comment on column users.handle is '[architect f_hzcsv316]';
comment on column users.display_name is '[architect f_tddnfvq9]';
comment on column users.bio is '[architect f_yypgki6y]';
comment on column users.email is '[architect f_49uu39yk]';
comment on column users.role is '[architect f_wg96kwu4]';
comment on table follows is '[architect r_9kontyq8]';
comment on column follows.follower_id is '[architect f_2cr755r0]';
comment on column follows.followee_id is '[architect f_ftwoy7i1]';
comment on table shares is '[architect r_0hil2fko]';
comment on column shares.owner_id is '[architect f_2tpd37lp]';
comment on column shares.url is '[architect f_9owdqv4b]';
comment on column shares.title is '[architect f_f7gq5dic]';
comment on column shares.note is '[architect f_bw09vki6]';
comment on column shares.visibility is '[architect f_tskrwkay]';
comment on column shares.published_at is '[architect f_isfovgut]';
comment on table likes is '[architect r_n2296vva]';
comment on column likes.share_id is '[architect f_ks2v70ur]';
comment on column likes.user_id is '[architect f_fboq77l7]';
comment on table comments is '[architect r_jbuj5poe]';
comment on column comments.share_id is '[architect f_zwbcm40r]';
comment on column comments.author_id is '[architect f_oun0j9k3]';
comment on column comments.body is '[architect f_ipz5q2zg]';
comment on table collections is '[architect r_mas0zgpd]';
comment on column collections.owner_id is '[architect f_omijrqek]';
comment on column collections.name is '[architect f_e83w7si6]';
comment on column collections.listed is '[architect f_c0m4gvq8]';
comment on table collection_items is '[architect r_pribnfwq]';
comment on column collection_items.collection_id is '[architect f_o0cutzxs]';
comment on column collection_items.share_id is '[architect f_1wlggdgn]';
comment on column collection_items.position is '[architect f_yh08ftjj]';

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
-- read: everybody
create policy architect_read_1 on users for select
  using (true);
-- update: the user is the actor
create policy architect_update_2 on users for update
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and users.id = (select nullif(current_setting('app.actor', true), ''))::uuid)
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and users.id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: the user is the actor
create policy architect_delete_3 on users for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and users.id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: the actor is an admin
create policy architect_delete_4 on users for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['admin']);

alter table follows enable row level security;
-- read: everybody
create policy architect_read_1 on follows for select
  using (true);
-- create: the actor is signed in
create policy architect_create_2 on follows for insert
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and follows.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: follower is the actor
create policy architect_delete_3 on follows for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and follows.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid);

alter table shares enable row level security;
-- read: owner is the actor
create policy architect_read_1 on shares for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and shares.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- read: the actor is a moderator
create policy architect_read_2 on shares for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);
-- read: visibility is public
create policy architect_read_3 on shares for select
  using (shares.visibility = 'public');
-- read: visibility is followers and there is a follow where follower is the actor and followee is the share's owner
create function architect.may_read_shares_4(candidate shares) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and candidate.visibility = 'followers' and exists (select 1 from follows as t1 where t1.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid and t1.followee_id = candidate.owner_id) $rule$;
create policy architect_read_4 on shares for select
  using (architect.may_read_shares_4(shares));
-- create: the actor is signed in
create policy architect_create_5 on shares for insert
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and shares.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- update: owner is the actor
create policy architect_update_6 on shares for update
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and shares.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid)
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and shares.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: owner is the actor
create policy architect_delete_7 on shares for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and shares.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: the actor is a moderator
create policy architect_delete_8 on shares for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);

alter table likes enable row level security;
-- read: there is a share where the share is the like's share and owner is the actor
create function architect.may_read_likes_1(candidate likes) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_1 on likes for select
  using (architect.may_read_likes_1(likes));
-- read: the actor is a moderator
create policy architect_read_2 on likes for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);
-- read: there is a share where the share is the like's share and visibility is public
create function architect.may_read_likes_3(candidate likes) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'public') $rule$;
create policy architect_read_3 on likes for select
  using (architect.may_read_likes_3(likes));
-- read: there is a share where the share is the like's share and visibility is followers and there is a follow where follower is the actor and followee is the share's owner
create function architect.may_read_likes_4(candidate likes) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'followers' and exists (select 1 from follows as t2 where t2.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid and t2.followee_id = t1.owner_id)) $rule$;
create policy architect_read_4 on likes for select
  using (architect.may_read_likes_4(likes));
-- create: the actor is signed in
create policy architect_create_5 on likes for insert
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and likes.user_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: user is the actor
create policy architect_delete_6 on likes for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and likes.user_id = (select nullif(current_setting('app.actor', true), ''))::uuid);

alter table comments enable row level security;
-- read: there is a share where the share is the comment's share and owner is the actor
create function architect.may_read_comments_1(candidate comments) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_1 on comments for select
  using (architect.may_read_comments_1(comments));
-- read: the actor is a moderator
create policy architect_read_2 on comments for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);
-- read: there is a share where the share is the comment's share and visibility is public
create function architect.may_read_comments_3(candidate comments) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'public') $rule$;
create policy architect_read_3 on comments for select
  using (architect.may_read_comments_3(comments));
-- read: there is a share where the share is the comment's share and visibility is followers and there is a follow where follower is the actor and followee is the share's owner
create function architect.may_read_comments_4(candidate comments) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'followers' and exists (select 1 from follows as t2 where t2.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid and t2.followee_id = t1.owner_id)) $rule$;
create policy architect_read_4 on comments for select
  using (architect.may_read_comments_4(comments));
-- create: the actor is signed in
create policy architect_create_5 on comments for insert
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and comments.author_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- update: author is the actor
create policy architect_update_6 on comments for update
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and comments.author_id = (select nullif(current_setting('app.actor', true), ''))::uuid)
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and comments.author_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: author is the actor
create policy architect_delete_7 on comments for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and comments.author_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: the actor is a moderator
create policy architect_delete_8 on comments for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);
-- delete: owner of share is the actor
create function architect.may_delete_comments_9(candidate comments) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and (select l1.owner_id from shares as l1 where l1.id = candidate.share_id) = (select nullif(current_setting('app.actor', true), ''))::uuid $rule$;
create policy architect_delete_9 on comments for delete
  using (architect.may_delete_comments_9(comments));

alter table collections enable row level security;
-- read: owner is the actor
create policy architect_read_1 on collections for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and collections.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- read: the actor is a moderator
create policy architect_read_2 on collections for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);
-- read: listed is yes
create policy architect_read_3 on collections for select
  using (collections.listed = 'yes');
-- create: the actor is signed in
create policy architect_create_4 on collections for insert
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and collections.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- update: owner is the actor
create policy architect_update_5 on collections for update
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and collections.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid)
  with check ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and collections.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: owner is the actor
create policy architect_delete_6 on collections for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and collections.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid);
-- delete: the actor is a moderator
create policy architect_delete_7 on collections for delete
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);

alter table collection_items enable row level security;
-- read: there is a collection where the collection is the collection item's collection and owner is the actor and there is a share where the share is the collection item's share and owner is the actor
create function architect.may_read_collection_items_1(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from collections as t1 where t1.id = candidate.collection_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_1 on collection_items for select
  using (architect.may_read_collection_items_1(collection_items));
-- read: there is a collection where the collection is the collection item's collection and owner is the actor and there is a share where the share is the collection item's share and visibility is public
create function architect.may_read_collection_items_2(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from collections as t1 where t1.id = candidate.collection_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'public') $rule$;
create policy architect_read_2 on collection_items for select
  using (architect.may_read_collection_items_2(collection_items));
-- read: there is a collection where the collection is the collection item's collection and owner is the actor and there is a share where the share is the collection item's share and visibility is followers and there is a follow where follower is the actor and followee is the share's owner
create function architect.may_read_collection_items_3(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from collections as t1 where t1.id = candidate.collection_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'followers' and exists (select 1 from follows as t2 where t2.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid and t2.followee_id = t1.owner_id)) $rule$;
create policy architect_read_3 on collection_items for select
  using (architect.may_read_collection_items_3(collection_items));
-- read: the actor is a moderator
create policy architect_read_4 on collection_items for select
  using ((select nullif(current_setting('app.actor', true), ''))::uuid is not null and coalesce(string_to_array((select current_setting('app.roles', true)), ','), '{}') && array['moderator']);
-- read: there is a collection where the collection is the collection item's collection and listed is yes and there is a share where the share is the collection item's share and owner is the actor
create function architect.may_read_collection_items_5(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from collections as t1 where t1.id = candidate.collection_id and t1.listed = 'yes') and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.owner_id = (select nullif(current_setting('app.actor', true), ''))::uuid) $rule$;
create policy architect_read_5 on collection_items for select
  using (architect.may_read_collection_items_5(collection_items));
-- read: there is a collection where the collection is the collection item's collection and listed is yes and there is a share where the share is the collection item's share and visibility is public
create function architect.may_read_collection_items_6(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select exists (select 1 from collections as t1 where t1.id = candidate.collection_id and t1.listed = 'yes') and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'public') $rule$;
create policy architect_read_6 on collection_items for select
  using (architect.may_read_collection_items_6(collection_items));
-- read: there is a collection where the collection is the collection item's collection and listed is yes and there is a share where the share is the collection item's share and visibility is followers and there is a follow where follower is the actor and followee is the share's owner
create function architect.may_read_collection_items_7(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and exists (select 1 from collections as t1 where t1.id = candidate.collection_id and t1.listed = 'yes') and exists (select 1 from shares as t1 where t1.id = candidate.share_id and t1.visibility = 'followers' and exists (select 1 from follows as t2 where t2.follower_id = (select nullif(current_setting('app.actor', true), ''))::uuid and t2.followee_id = t1.owner_id)) $rule$;
create policy architect_read_7 on collection_items for select
  using (architect.may_read_collection_items_7(collection_items));
-- create: owner of collection is the actor
create function architect.may_create_collection_items_8(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and (select l1.owner_id from collections as l1 where l1.id = candidate.collection_id) = (select nullif(current_setting('app.actor', true), ''))::uuid $rule$;
create policy architect_create_8 on collection_items for insert
  with check (architect.may_create_collection_items_8(collection_items));
-- update: owner of collection is the actor
create function architect.may_update_collection_items_9(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and (select l1.owner_id from collections as l1 where l1.id = candidate.collection_id) = (select nullif(current_setting('app.actor', true), ''))::uuid $rule$;
create policy architect_update_9 on collection_items for update
  using (architect.may_update_collection_items_9(collection_items))
  with check (architect.may_update_collection_items_9(collection_items));
-- delete: owner of collection is the actor
create function architect.may_delete_collection_items_10(candidate collection_items) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  as $rule$ select (select nullif(current_setting('app.actor', true), ''))::uuid is not null and (select l1.owner_id from collections as l1 where l1.id = candidate.collection_id) = (select nullif(current_setting('app.actor', true), ''))::uuid $rule$;
create policy architect_delete_10 on collection_items for delete
  using (architect.may_delete_collection_items_10(collection_items));

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
    grant select (id, created_at, updated_at, version, handle, display_name, bio, role) on users to architect_reader, architect_app;
    grant update (updated_at, version, handle, display_name, bio, email) on users to architect_app;
    grant delete on users to architect_app;
    revoke all on follows from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, follower_id, followee_id) on follows to architect_reader, architect_app;
    grant insert (id, follower_id, followee_id) on follows to architect_app;
    grant delete on follows to architect_app;
    revoke all on shares from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, owner_id, url, title, note, visibility, published_at) on shares to architect_reader, architect_app;
    grant insert (id, owner_id, url, title, note, visibility) on shares to architect_app;
    grant update (updated_at, version, url, title, note, visibility) on shares to architect_app;
    grant delete on shares to architect_app;
    revoke all on likes from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, share_id, user_id) on likes to architect_reader, architect_app;
    grant insert (id, share_id, user_id) on likes to architect_app;
    grant delete on likes to architect_app;
    revoke all on comments from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, share_id, author_id, body) on comments to architect_reader, architect_app;
    grant insert (id, share_id, author_id, body) on comments to architect_app;
    grant update (updated_at, version, body) on comments to architect_app;
    grant delete on comments to architect_app;
    revoke all on collections from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, owner_id, name, listed) on collections to architect_reader, architect_app;
    grant insert (id, owner_id, name, listed) on collections to architect_app;
    grant update (updated_at, version, name, listed) on collections to architect_app;
    grant delete on collections to architect_app;
    revoke all on collection_items from architect_reader, architect_app;
    grant select (id, created_at, updated_at, version, collection_id, share_id, position) on collection_items to architect_reader, architect_app;
    grant insert (id, collection_id, share_id, position) on collection_items to architect_app;
    grant update (updated_at, version, position) on collection_items to architect_app;
    grant delete on collection_items to architect_app;
  end if;
end
$grants$;

commit;
