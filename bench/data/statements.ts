/** Seeded rows without a generator process: everything is a function of the row's number. */
const AUTHORS = 10_000
const ARTICLES = 200_000
const COMMENTS = 500_000

/** Functions of the session: a number in [0, 1) from a text, an id of version 7, a text of about 500 characters. */
export const FUNCTIONS = `
create function pg_temp.draw(seed text) returns double precision language sql immutable as
  $$ select ('x' || substr(md5(seed), 1, 8))::bit(32)::bigint / 4294967296.0 $$;
create function pg_temp.id(kind text, made timestamptz, n bigint) returns uuid language sql immutable as
  $$ select (lpad(to_hex((extract(epoch from made) * 1000)::bigint), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || 'a' || substr(md5(kind || n), 4, 15))::uuid $$;
create function pg_temp.made(kind text, n bigint, total bigint) returns timestamptz language sql immutable as
  $$ select timestamptz '2026-01-01 00:00:00.000001Z' + n * (interval '250 days' / total) + floor(pg_temp.draw(kind || 't' || n) * 99999) * interval '10 microseconds' $$;
create function pg_temp.prose(seed text) returns text language sql immutable as $$
  select string_agg(s.sentences[1 + ('x' || substr(md5(seed), k, 1))::bit(4)::int], ' ')
  from generate_series(1, 8) k, (select array[
    'The planner reads statistics before it reads rows, and so should you.',
    'She said: "measure it twice, then cut", and left the room.',
    'A page holds eight kilobytes; a good index holds the answer.',
    'In Zürich the café opens at six, long before the first request.',
    'Nothing is as permanent as a workaround that works.',
    'Names are half of the design; the other half is what you leave out.',
    'The second draft was shorter, and twice as clear as the first.',
    'Tail latency is what people remember of a fast service.',
    'Every lock that is held needs a reason and an end.',
    'Write the test that would have caught it, then fix the fault.',
    'They argued about commas until the deadline took the decision.',
    'A queue hides a slow consumer for exactly as long as it is short.',
    'Back up first; be clever later.',
    'The map is not the territory, but it fits in the glove box.',
    'What cannot be undone deserves a second pair of eyes.',
    'Reading other people''s code is the cheapest way to travel.'
  ] as sentences) s
$$;`

/** Run in this order in one session. A few authors write most: the square pushes the draw towards the first ones. */
export const FILL_STATEMENTS: readonly string[] = [
  FUNCTIONS,
  `insert into authors (id, created_at, updated_at, handle, display_name, role)
   select pg_temp.id('author', made, n), made, made, 'author_' || lpad(n::text, 5, '0'), 'Author ' || n,
          case when n % 20 = 7 then 'editor' else 'member' end
   from (select n, pg_temp.made('author', n, ${AUTHORS}) as made from generate_series(0, ${AUTHORS - 1}) n) t`,
  `create temp table writers as select id, (row_number() over (order by handle) - 1)::int as n from authors`,
  'create index on writers (n)',
  'analyze writers',
  `insert into articles (id, created_at, updated_at, author_id, title, body, status)
   select pg_temp.id('article', made, t.n), made, made, w.id, 'Article ' || t.n || ': ' || substr(pg_temp.prose('h' || t.n), 1, 60),
          pg_temp.prose('a' || t.n), case when pg_temp.draw('s' || t.n) < 0.8 then 'published' else 'draft' end
   from (select n, pg_temp.made('article', n, ${ARTICLES}) as made, floor(pg_temp.draw('w' || n) ^ 2 * ${AUTHORS})::int as writer
         from generate_series(0, ${ARTICLES - 1}) n) t
   join writers w on w.n = t.writer order by t.n`,
  `create temp table targets as select id, (row_number() over (order by id) - 1)::int as n from articles`,
  'create index on targets (n)',
  'analyze targets',
  `insert into comments (id, created_at, updated_at, article_id, author_id, body)
   select pg_temp.id('comment', made, t.n), made, made, a.id, w.id, pg_temp.prose('c' || t.n)
   from (select n, pg_temp.made('comment', n, ${COMMENTS}) as made, floor(pg_temp.draw('ca' || n) * ${ARTICLES})::int as target,
                floor(pg_temp.draw('cw' || n) * ${AUTHORS})::int as writer
         from generate_series(0, ${COMMENTS - 1}) n) t
   join targets a on a.n = t.target join writers w on w.n = t.writer order by t.n`,
  'vacuum analyze authors',
  'vacuum analyze articles',
  'vacuum analyze comments',
]
