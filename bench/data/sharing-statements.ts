import { FUNCTIONS } from './statements.ts'

const USERS = 10_000
const FOLLOWS = 200_000
const SHARES = 1_000_000

/** Rows of examples/sharing: a million shares, half of them public, three in ten for followers. */
export const SHARING_STATEMENTS: readonly string[] = [
  FUNCTIONS,
  `insert into users (id, created_at, updated_at, handle, display_name, email, role)
   select pg_temp.id('user', made, n), made, made, 'user_' || lpad(n::text, 5, '0'), 'User ' || n, 'user_' || n || '@example.com', 'member'
   from (select n, pg_temp.made('user', n, ${USERS}) as made from generate_series(0, ${USERS - 1}) n) t`,
  `create temp table people as select id, (row_number() over (order by handle) - 1)::int as n from users`,
  'create index on people (n)',
  'analyze people',
  `insert into follows (id, created_at, updated_at, follower_id, followee_id)
   select pg_temp.id('follow', made, t.n), made, made, a.id, b.id
   from (select n, pg_temp.made('follow', n, ${FOLLOWS}) as made, floor(pg_temp.draw('fa' || n) * ${USERS})::int as a,
                floor(pg_temp.draw('fb' || n) ^ 2 * ${USERS})::int as b from generate_series(0, ${FOLLOWS - 1}) n) t
   join people a on a.n = t.a join people b on b.n = t.b where t.a <> t.b
   on conflict do nothing`,
  `insert into shares (id, created_at, updated_at, owner_id, url, title, visibility, published_at)
   select pg_temp.id('share', made, t.n), made, made, p.id, 'https://example.com/' || t.n, 'Share ' || t.n,
          case when v < 0.5 then 'public' when v < 0.8 then 'followers' else 'private' end, made
   from (select n, pg_temp.made('share', n, ${SHARES}) as made, pg_temp.draw('v' || n) as v,
                floor(pg_temp.draw('o' || n) ^ 2 * ${USERS})::int as owner from generate_series(0, ${SHARES - 1}) n) t
   join people p on p.n = t.owner order by t.n`,
  'vacuum analyze users',
  'vacuum analyze follows',
  'vacuum analyze shares',
]
