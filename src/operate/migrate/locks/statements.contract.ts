/** A statement of each shape that migrations take, for the test that measures what PostgreSQL does. */
export interface MeasuredStatement {
  readonly sql: string
  /** The first major that knows it. */
  readonly since?: number
}

/** Rows of each table below: enough to see a scan. */
export const ROWS = 2000

/** What the statements run on, one statement a line end: it is told to the linter as well, so both know the same. */
export const FIXTURE = `
create type mood as enum ('a', 'b');
create domain posint as int check (value > 0);
create table u (id bigint primary key, email text, name varchar(50), n int, m numeric(10, 2), ts timestamp,
  tstz timestamptz, t3 timestamptz(3), j jsonb, nn text not null, flag boolean, st mood, uq bigint);
insert into u select g, 'e' || g, 'n' || g, g % 100, g, now(), now(), now(), '{}', 'x', true, 'a', g
  from generate_series(1, ${ROWS}) g;
create index u_n on u (n);
create unique index u_uq on u (uq);
create table o (id bigint primary key, uid bigint, amt int, d date);
insert into o select g, g, g % 1000, current_date from generate_series(1, ${ROWS}) g;
alter table o add constraint o_fk foreign key (uid) references u (id) not valid;
create table chk (id bigint primary key, a text, b int);
insert into chk select g, 'x', g from generate_series(1, ${ROWS}) g;
alter table chk add constraint a_nn check (a is not null);
alter table chk add constraint b_pos check (b > 0) not valid;
create table pt (id bigint, t timestamptz not null) partition by range (t);
create table pt1 partition of pt for values from ('2020-01-01') to ('2021-01-01');
insert into pt1 select g, '2020-05-01' from generate_series(1, ${ROWS}) g;
create table pt_new (id bigint, t timestamptz not null);
insert into pt_new select g, '2022-05-01' from generate_series(1, ${ROWS}) g;
create table pkless (id bigint, id2 bigint not null);
insert into pkless select g, g from generate_series(1, ${ROWS}) g;
create unique index pkless_i on pkless (id);
create unique index pkless_i2 on pkless (id2);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create view v as select id, email from u;
create materialized view mv as select id, flag from u;
create unique index mv_i on mv (id);
create table tx (id bigint primary key, e text, c1 text);
insert into tx select g, g::text, g::text from generate_series(1, ${ROWS}) g;
create index tx_c1 on tx (c1);
create table dm (id bigint primary key, p posint);
insert into dm select g, g from generate_series(1, ${ROWS}) g;
create table sec (id bigint primary key, owner bigint);
insert into sec select g, g from generate_series(1, ${ROWS}) g;
alter table sec enable row level security;
create policy sec_p on sec using (owner = 1);
`

/** What only PostgreSQL 18 can hold. */
export const FIXTURE_18 = `
create table nnv (id bigint primary key, a text);
insert into nnv select g, 'x' from generate_series(1, ${ROWS}) g;
alter table nnv add constraint nnv_a not null a not valid;
`

export const STATEMENTS: readonly MeasuredStatement[] = [
  { sql: 'alter table u add column x int' },
  { sql: 'alter table u add column x int not null default 5' },
  { sql: 'alter table u add column x timestamptz not null default now()' },
  { sql: 'alter table u add column x uuid default gen_random_uuid()' },
  { sql: 'alter table u add column x timestamptz default clock_timestamp()' },
  { sql: 'alter table u add column x bigserial' },
  { sql: 'alter table u add column x bigint generated always as identity' },
  { sql: 'alter table u add column x int generated always as (n*2) stored' },
  { sql: 'alter table u add column x int check (x>0)' },
  { sql: 'alter table u add column x int default 1 check (x>0)' },
  { sql: 'alter table u add column x int unique' },
  { sql: 'alter table o add column x bigint references u(id)' },
  { sql: 'alter table u add column x posint' },
  { sql: 'alter table u add column x posint default 1' },
  { sql: 'alter table u drop column n' },
  { sql: 'alter table u drop column nn' },
  { sql: 'alter table u rename column n to n2' },
  { sql: 'alter table u rename to u2' },
  { sql: 'alter table chk rename constraint a_nn to a_nn2' },
  { sql: 'alter index u_n rename to u_n2' },
  { sql: 'alter table u alter column n set default 3' },
  { sql: 'alter table u alter column n drop default' },
  { sql: 'alter table u alter column email set not null' },
  { sql: 'alter table chk alter column a set not null' },
  { sql: 'alter table u alter column nn drop not null' },
  { sql: 'alter table u add constraint ck check (n>=0)' },
  { sql: 'alter table u add constraint ck check (n>=0) not valid' },
  { sql: 'alter table chk validate constraint b_pos' },
  { sql: 'alter table o add constraint fk2 foreign key (uid) references u(id)' },
  { sql: 'alter table o add constraint fk2 foreign key (uid) references u(id) not valid' },
  { sql: 'alter table o validate constraint o_fk' },
  { sql: 'alter table chk drop constraint a_nn' },
  { sql: 'alter table o drop constraint o_fk' },
  { sql: 'alter table o drop constraint o_pkey' },
  { sql: 'alter table pkless add primary key (id)' },
  { sql: 'alter table pkless add primary key using index pkless_i' },
  { sql: 'alter table pkless add primary key using index pkless_i2' },
  { sql: 'alter table u add constraint uqe unique (email)' },
  { sql: 'alter table u add constraint uqe unique using index u_uq' },
  { sql: 'alter table o add constraint ex exclude (id with =)' },
  { sql: 'create index on u(email)' },
  { sql: 'create unique index on u(email)' },
  { sql: 'drop index u_n' },
  { sql: 'reindex index u_n' },
  { sql: 'reindex table u' },
  { sql: 'create trigger tg before insert on u for each row execute function trg()' },
  {
    sql: 'create trigger tg before insert on u for each row execute function trg(); drop trigger tg on u',
  },
  { sql: 'alter table u disable trigger all' },
  { sql: 'alter table u enable row level security' },
  { sql: 'create policy p on u using (true)' },
  { sql: 'create or replace view v as select id,email,n from u' },
  { sql: 'drop view v' },
  { sql: 'drop table chk' },
  { sql: 'drop table o' },
  { sql: 'truncate o' },
  { sql: 'truncate u cascade' },
  { sql: "comment on column u.n is 'x'" },
  { sql: 'alter table u alter column n set statistics 500' },
  { sql: 'alter table u alter column email set storage external' },
  { sql: 'alter table u set (fillfactor=90)' },
  { sql: 'alter table u set (autovacuum_vacuum_scale_factor=0.01)' },
  { sql: 'alter table o set unlogged' },
  { sql: 'alter table o set tablespace pg_default' },
  { sql: 'cluster u using u_n' },
  { sql: 'alter table u replica identity full' },
  { sql: "alter type mood add value 'c'" },
  { sql: "alter type mood rename value 'a' to 'aa'" },
  { sql: "create type e2 as enum('x')" },
  { sql: 'alter domain posint add constraint lt check (value<1000000000)' },
  { sql: 'alter domain posint add constraint lt check (value<1000000000) not valid' },
  {
    sql: "alter table pt attach partition pt_new for values from ('2022-01-01') to ('2023-01-01')",
  },
  { sql: 'alter table pt detach partition pt1' },
  { sql: 'create index on pt(id)' },
  { sql: 'create index on only pt(id)' },
  { sql: "create table pt2 partition of pt for values from ('2023-01-01') to ('2024-01-01')" },
  { sql: 'create table z(id bigint primary key, uid bigint references u(id))' },
  { sql: 'create table z (like u including all)' },
  { sql: 'update o set amt=amt+1' },
  { sql: 'alter table u alter column name type varchar(100)' },
  { sql: 'alter table u alter column name type text' },
  { sql: 'alter table u alter column name type varchar(20)' },
  { sql: 'alter table u alter column n type bigint' },
  { sql: 'alter table u alter column n type smallint' },
  { sql: 'alter table chk alter column id type int' },
  { sql: 'alter table u alter column n type numeric' },
  { sql: 'alter table u alter column n type text' },
  { sql: 'alter table u alter column m type numeric(12,2)' },
  { sql: 'alter table u alter column m type numeric' },
  { sql: 'alter table u alter column m type numeric(12,4)' },
  { sql: 'alter table u alter column m type numeric(8,2)' },
  { sql: "set local timezone='UTC'; alter table u alter column ts type timestamptz" },
  { sql: "set local timezone='Europe/Paris'; alter table u alter column ts type timestamptz" },
  { sql: "set local timezone='UTC'; alter table u alter column tstz type timestamp" },
  { sql: 'alter table u alter column tstz type timestamptz(3)' },
  { sql: 'alter table o alter column d type timestamptz' },
  { sql: 'alter table u alter column j type json' },
  { sql: 'alter table u alter column j type text' },
  { sql: 'alter table u alter column st type text' },
  { sql: 'alter table chk alter column a type int using 1' },
  { sql: 'alter table u alter column n type posint using (n+1)' },
  { sql: 'alter table dm alter column p type int' },
  { sql: 'alter table tx alter column e type varchar' },
  { sql: 'alter table tx alter column e type varchar(200)' },
  { sql: 'alter table tx alter column e type char(60)' },
  { sql: 'alter table tx alter column c1 type varchar' },
  { sql: 'alter table tx add constraint a1 check (id>0), add constraint a2 check (e is not null)' },
  { sql: 'alter table tx add constraint a1 check (id>0) not valid, add column z int default 1' },
  { sql: 'create unique index on pt(id,t)' },
  {
    sql: 'create index pt_i on only pt(id); create index pt1_i on pt1(id); alter index pt_i attach partition pt1_i',
  },
  { since: 18, sql: 'alter table u add column x int generated always as (n*2) virtual' },
  { since: 18, sql: 'alter table u add constraint u_email_nn not null email not valid' },
  { since: 18, sql: 'alter table u add constraint u_email_nn not null email' },
  {
    since: 18,
    sql: 'alter table u add constraint u_email_nn not null email not valid; alter table u validate constraint u_email_nn',
  },
  { since: 18, sql: 'alter table u add constraint ck check (n>=0) not enforced' },
  {
    since: 18,
    sql: 'alter table o add constraint fk2 foreign key (uid) references u(id) not enforced',
  },
  {
    since: 18,
    sql: 'alter table u add column gx int generated always as (n*2) stored; alter table u alter column gx set expression as (n*3)',
  },
  { since: 18, sql: 'alter table u alter column nn drop not null' },
  { sql: 'alter policy sec_p on sec using (owner = 2)' },
  { sql: 'drop policy sec_p on sec' },
  { sql: 'alter table sec disable row level security' },
  { sql: 'alter table sec force row level security' },
  { sql: 'create schema s2; alter table o set schema s2' },
  {
    sql: 'alter table u alter column name type varchar(60); alter table u alter column name type varchar(70)',
  },
  { sql: "alter table u add column x int; comment on column u.x is 'id'" },
  { sql: 'alter table pt add constraint pt_ck check (id > 0) not valid' },
  { sql: 'alter table chk alter column a set not null, drop constraint a_nn' },
  {
    sql: 'alter table u alter column flag set default true; alter table u alter column flag drop default',
  },
  {
    sql: "create or replace function trg() returns trigger language plpgsql as 'begin return new; end'",
  },
  { since: 18, sql: 'alter table nnv validate constraint nnv_a' },
  { since: 18, sql: 'alter table nnv alter column a set not null' },
  { sql: 'alter table u alter column t3 type timestamptz' },
  { sql: 'refresh materialized view mv' },
  { sql: 'refresh materialized view concurrently mv' },
  { sql: 'alter table u alter column n type text using n::text' },
  { sql: 'drop table pt_new' },
]
