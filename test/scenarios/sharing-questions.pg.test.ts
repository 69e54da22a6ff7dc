import { type Scenario, scenarios } from './scenario.ts'
import { CANARY, sharingSetting } from './sharing.ts'

const shares = 'GET /v1/shares'

const bad = (name: string, query: string, says?: string): Scenario => ({
  name,
  send: `${shares}?${query}`,
  expect: { status: 400, code: 'ARC101', statements: 0, ...(says === undefined ? {} : { says }) },
})

const refused: readonly Scenario[] = [
  bad('a parameter that does not exist', 'foo=1', 'visibility'),
  bad('a parameter with a slip', 'visibilty=public', 'visibility'),
  bad('an operator that does not exist', 'visibility[like]=p', 'visibility'),
  bad('an order of what has none', 'visibility[gt]=public'),
  {
    name: 'an order of texts',
    send: 'GET /v1/users?handle[gt]=ben',
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  bad('a filter that is not offered', 'title=x'),
  bad('a private column', 'owner_id={ada}'),
  bad('a value that is none', 'visibility=secret', 'public, followers, private'),
  bad('one value of several that is none', 'visibility[in]=public,secret'),
  bad('an id that is none', 'owner=ada', 'UUID'),
  bad('null is true or false', 'owner[null]=yes', 'true or false'),
  bad('limit 0', 'limit=0', '100'),
  bad('limit 101', 'limit=101'),
  bad('limit -1', 'limit=-1'),
  bad('limit 1e1', 'limit=1e1'),
  bad('limit 010', 'limit=010'),
  bad('limit twice', 'limit=1&limit=2', 'more than once'),
  bad('a sort that is not offered', 'sort=title', '-createdAt'),
  bad('a sort with half a reverse', 'sort=-createdAt,publishedAt'),
  bad('an empty sort', 'sort='),
  bad('a count of another kind', 'count=yes'),
  bad('a cursor that is none', 'after=abc', 'page.next'),
  bad('an empty cursor', 'after='),
  bad('an empty search', 'q='),
  bad('a search of 201 characters', `q=${'a'.repeat(201)}`),
  bad('half an encoding', 'q=%E0%A4'),
  bad('a NUL', 'q=a%00b'),
  bad(
    '101 values',
    `owner[in]=${Array.from({ length: 101 }, (_, i) => `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`).join()}`,
  ),
  bad('51 parameters', Array.from({ length: 51 }, (_, i) => `a${i}=1`).join('&')),
  bad('three faults, all named', 'foo=1&limit=0&sort=x'),
  {
    name: 'a token in the query',
    send: `${shares}?access_token=x`,
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'lines have no pages',
    send: `${shares}?after=x`,
    headers: { accept: 'application/x-ndjson' },
    expect: { status: 400, code: 'ARC101', statements: 0 },
  },
  {
    name: 'no filter for a field that is hidden from the actor',
    send: 'GET /v1/users?email=x',
    expect: { status: 400, code: 'ARC101', statements: 0, without: CANARY },
  },
]

/** What a text could do to a statement, in every place where a text goes. */
const METACHARACTERS = [
  "'",
  "''; drop table shares; --",
  '\\',
  '"',
  '$1',
  '$$',
  '%27',
  '%',
  '_',
  ';',
  '/*',
  '{}',
  '(',
  ')',
  ':*',
  '& |',
  '!',
  '<->',
  '🐎',
  "\\'",
]

const injected: readonly Scenario[] = METACHARACTERS.flatMap((text): Scenario[] => {
  const sent = encodeURIComponent(text)
  return [
    { name: `searched for ${text}`, send: `${shares}?q=${sent}`, expect: { status: 200 } },
    {
      name: `a handle of ${text}`,
      send: `GET /v1/users?handle=${sent}`,
      expect: { status: 200, list: ['id'] },
    },
    {
      name: `an owner of ${text}`,
      send: `${shares}?owner=${sent}`,
      expect: { status: 400, code: 'ARC101', statements: 0 },
    },
    {
      name: `a sort by ${text}`,
      send: `${shares}?sort=${sent}`,
      expect: { status: 400, code: 'ARC101', statements: 0 },
    },
    {
      name: `a cursor of ${text}`,
      send: `${shares}?after=${sent}`,
      expect: { status: 400, code: 'ARC101', statements: 0 },
    },
  ]
})

scenarios('questions that are refused', sharingSetting, refused)
scenarios('metacharacters of SQL', sharingSetting, injected)
