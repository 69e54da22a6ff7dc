/**
 * Demo data for the sharing backend: the same rows at every run. `architect seed` loads it into empty tables,
 * resource by resource in this order; field names are those of the blueprint.
 */
const USERS = 220
const SHARES = 5200
const DAY_MS = 86_400_000
const START = Date.parse('2026-05-01T08:00:00Z')

type Row = Readonly<Record<string, unknown>>

export default function seed(): Readonly<Record<string, readonly Row[]>> {
  const random = makeRandom(2026)
  const user = Array.from({ length: USERS }, (_, i) => makeUser(i, random))
  const follow = makeFollows(user, random)
  const share = Array.from({ length: SHARES }, (_, i) => makeShare(i, user, random))
  const like = makePairs([share, user], 14_000, random).map(([s, u], i) => ({
    ...stamps(i, 14_000, random),
    share: s.id,
    user: u.id,
  }))
  const comment = makePairs([share, user], 6000, random).map(([s, u], i) => ({
    ...stamps(i, 6000, random),
    share: s.id,
    author: u.id,
    body: pick(REMARKS, random),
  }))
  const collection = Array.from({ length: 300 }, (_, i) => ({
    ...stamps(i, 300, random),
    owner: pick(user, random).id,
    name: `${pick(TOPICS, random)} ${pick(SHELVES, random)}`,
    listed: random() < 0.6 ? 'yes' : 'no',
  }))
  const collectionItem = makePairs([collection, share], 2500, random).map(([c, s], i) => ({
    ...stamps(i, 2500, random),
    collection: c.id,
    share: s.id,
    position: String(i).padStart(6, '0'),
  }))
  return { user, follow, share, like, comment, collection, collectionItem }
}

function makeUser(i: number, random: () => number) {
  const known = ['ada', 'grace', 'mod', 'linus', 'barbara'][i]
  const name = pick(NAMES, random)
  const handle = known ?? `${name.toLowerCase()}_${i}`
  return {
    ...stamps(i, USERS, random),
    handle,
    displayName: known
      ? `${known[0]?.toUpperCase()}${known.slice(1)}`
      : `${name} ${pick(FAMILIES, random)}`,
    bio: random() < 0.5 ? `Collects links about ${pick(TOPICS, random).toLowerCase()}.` : null,
    email: `${handle}@example.com`,
    role: handle === 'mod' ? 'moderator' : handle === 'barbara' ? 'admin' : 'member',
  }
}

/** Popular people have many followers: the square pushes the draw towards the first ones. */
function makeFollows(users: readonly { readonly id: string }[], random: () => number) {
  const seen = new Set<string>()
  const edges: Row[] = []
  while (edges.length < 3000) {
    const follower = pick(users, random)
    const followee = users[Math.floor(random() ** 2 * users.length)] ?? pick(users, random)
    const key = `${follower.id} ${followee.id}`
    if (follower === followee || seen.has(key)) continue
    seen.add(key)
    edges.push({
      ...stamps(edges.length, 3000, random),
      follower: follower.id,
      followee: followee.id,
    })
  }
  return edges
}

function makeShare(i: number, users: readonly { readonly id: string }[], random: () => number) {
  const topic = pick(TOPICS, random)
  const made = stamps(i, SHARES, random)
  const owner = i < 60 ? users[i % 3] : pick(users, random)
  const draw = random()
  return {
    ...made,
    owner: owner?.id,
    url: `https://example.com/${topic.toLowerCase().replaceAll(' ', '-')}/${i}`,
    title: `${pick(OPENINGS, random)} ${topic.toLowerCase()}`,
    note: random() < 0.4 ? pick(REMARKS, random) : null,
    visibility: draw < 0.5 ? 'public' : draw < 0.8 ? 'followers' : 'private',
    publishedAt: random() < 0.9 ? made.createdAt : null,
  }
}

function makePairs<A extends { readonly id: string }, B extends { readonly id: string }>(
  [left, right]: readonly [readonly A[], readonly B[]],
  count: number,
  random: () => number,
): [A, B][] {
  const pairs = new Map<string, [A, B]>()
  while (pairs.size < count) {
    const pair: [A, B] = [pick(left, random), pick(right, random)]
    pairs.set(`${pair[0].id} ${pair[1].id}`, pair)
  }
  return [...pairs.values()]
}

/** An id of version 7 (RFC 9562) and its time: the `i`th of `count` rows over half a year. */
function stamps(
  i: number,
  count: number,
  random: () => number,
): { id: string; createdAt: string; updatedAt: string } {
  const time = START + Math.floor((i / count) * 180 * DAY_MS)
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  const head = time.toString(16).padStart(12, '0')
  const id = `${head.slice(0, 8)}-${head.slice(8)}-7${hex(3)}-${(8 + Math.floor(random() * 4)).toString(16)}${hex(3)}-${hex(12)}`
  const createdAt = new Date(time).toISOString()
  return { id, createdAt, updatedAt: createdAt }
}

function pick<T>(from: readonly T[], random: () => number): T {
  const found = from[Math.floor(random() * from.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

/** mulberry32: small, and the same on every machine. */
function makeRandom(seedValue: number): () => number {
  let state = seedValue
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const NAMES = [
  'Amara',
  'Bjorn',
  'Chidi',
  'Dalia',
  'Emil',
  'Farah',
  'Goran',
  'Hana',
  'Ines',
  'Jonas',
  'Kaito',
  'Leila',
  'Mina',
  'Noor',
  'Otto',
  'Priya',
  'Rosa',
  'Sami',
  'Tomas',
  'Yara',
]
const FAMILIES = [
  'Abara',
  'Berg',
  'Castro',
  'Dahl',
  'Eriksen',
  'Fofana',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
  'Lindqvist',
]
const TOPICS = [
  'Query planners',
  'Sourdough',
  'Bicycles',
  'Typography',
  'Sailing',
  'Compilers',
  'Bird song',
  'City maps',
  'Tea',
  'Woodwork',
  'Consensus',
  'Gardens',
  'Chess',
  'Film cameras',
]
const OPENINGS = [
  'A gentle introduction to',
  'Everything I got wrong about',
  'The quiet beauty of',
  'Ten years of',
  'A field guide to',
  'Notes on',
  'Why I came back to',
  'The economics of',
]
const SHELVES = ['to read', 'for the weekend', 'favourites', 'archive', 'for work', 'classics']
const REMARKS = [
  'Read it twice; the second half is the better one.',
  'I wish I had found this years ago.',
  'The diagrams alone are worth the time.',
  'Not sure that I agree, but it made me think.',
  'Short, and right.',
  'The comments under it are a small education.',
]
